import type { ContentSynonyms } from '@homeward/schema/content.ts'
import {
  phraseKey,
  synonymFaults as faultsOf,
  type SynonymFault,
  type SynonymWords,
} from '@homeward/server/vocabulary/synonymRules.ts'
import { texts } from './characters.ts'
import { quoted, type Path } from './fault.ts'
import type { ValueFault } from './shape.ts'

interface Written {
  words: SynonymWords
  /** Where a phrase of it stands in synonyms.json. */
  path(fault: SynonymFault): Path
}

const remedies = {
  'in-two-groups':
    'stands in two groups, which would make all their words mean the same: keep it in one, or join the two.',
  'source-twice': "is a 'from' twice: keep it in one, or join the two.",
  circle: "leads back to itself: make the words a group, or take one 'to' out.",
} as const

/** What makes synonyms lead astray: a phrase in two groups, twice as a source, or a circle of one-way ones. */
export function synonymFaults(synonyms: ContentSynonyms): ValueFault[] {
  const written = writtenIn(synonyms)
  return [
    ...wordless(synonyms),
    ...faultsOf(written.map(({ words }) => words)).flatMap((fault) => {
      const { fault: what, phrase, at } = fault
      const place = written[at]
      if (what === 'no-word' || place === undefined) return []
      return [{ path: place.path(fault), message: `${quoted(phrase)} ${remedies[what]}` }]
    }),
  ]
}

function wordless(synonyms: ContentSynonyms): ValueFault[] {
  return [...texts(synonyms)].flatMap(({ path, text }) =>
    phraseKey(text) === '' ? [{ path, message: `${quoted(text)} has no word: take it out.` }] : [],
  )
}

const group = (targets: string[], path: Path): Written => ({
  words: { direction: 'both', sources: [], targets },
  path: ({ position }) => [...path, position],
})

function writtenIn({ groups, oneWay, spelling }: ContentSynonyms): Written[] {
  return [
    ...groups.map(({ terms }, i) => group(terms, ['groups', i, 'terms'])),
    ...spelling.map((words, i) => group(words, ['spelling', i])),
    ...oneWay.map(({ from, to }, i): Written => ({
      words: { direction: 'one-way', sources: [from], targets: to },
      path: ({ list, position }) => [
        'oneWay',
        i,
        ...(list === 'sources' ? ['from'] : ['to', position]),
      ],
    })),
  ]
}
