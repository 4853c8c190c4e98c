import { Type, type Static } from 'typebox'

/** The kinds of entry that the knowledge base holds. */
export const kinds = ['practice', 'guidance', 'event'] as const
export type Kind = (typeof kinds)[number]

/** Sections of the body, in the order in which they are written and read. Their headings are labels of the interface. */
export const sectionsOf = {
  practice: ['context', 'approach', 'results', 'lessons', 'adapting'],
  guidance: ['audience', 'keyPoints', 'use'],
  event: ['happened', 'found'],
} as const satisfies Record<Kind, readonly string[]>
export const sectionIds = [
  ...sectionsOf.practice,
  ...sectionsOf.guidance,
  ...sectionsOf.event,
] as const
export type SectionId = (typeof sectionIds)[number]

/** The lists of terms, named as the filters of a search are. */
export const termKinds = [
  'theme',
  'targetGroup',
  'stage',
  'leadType',
  'evidence',
  'finding',
] as const
export type TermKind = (typeof termKinds)[number]

/** How large a city is, by the people who live in it: under 50,000; under 250,000; under 1,000,000; more. */
export const citySizes = ['small', 'medium', 'large', 'metropolis'] as const
export type CitySize = (typeof citySizes)[number]

/** Whether a practice still runs: its city said so within two years; nobody said; it ended. */
export const runningStates = ['confirmed', 'unconfirmed', 'ended'] as const
export type RunningState = (typeof runningStates)[number]

export const Term = Type.Object({
  id: Type.String(),
  label: Type.String(),
  about: Type.String({ description: 'What the term means' }),
  count: Type.Integer({ description: 'Published entries that carry it' }),
})
export type Term = Static<typeof Term>

export const Vocabulary = Type.Object(
  {
    theme: Type.Array(Term),
    targetGroup: Type.Array(Term),
    stage: Type.Array(Term),
    leadType: Type.Array(Term),
    evidence: Type.Array(Term),
    finding: Type.Array(Term),
  },
  { $id: 'Vocabulary', description: 'Every term in use, in the order in which it is shown' },
)
export type Vocabulary = Static<typeof Vocabulary>
