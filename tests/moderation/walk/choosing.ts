import { lookAt, people, predicted, type Model, type Sub, type Try } from './model.ts'

/** Numbers by which somebody and something is chosen. */
export interface Choice {
  /** Up to three quarters: something that may be done; beyond: anything. */
  wanted: number
  pick: number
  /** Up to four fifths: whoever acts has seen what is there now; beyond: what was there before. */
  fresh: number
}

let titles = 0

/** How often something was done already. */
type Done = ReadonlyMap<string, number>

/** What is tried. Two are tried on the same submission, where there is something to be tried on it. */
export function open(model: Model, choices: Choice[], done: Done): Try[] {
  const [first, second] = choices
  if (!first) return []
  const one = chosen(everything(model, first.fresh), model, first, done)
  if (!second || one === undefined || one.what === 'begin' || one.what === 'lapse') {
    return one === undefined ? [] : [one]
  }
  const others = everything(model, second.fresh).filter(
    ({ what, id }) => id === one.id && what !== 'begin' && what !== 'lapse' && what !== 'revise',
  )
  const other = chosen(others, model, second, done)
  return other === undefined ? [one] : [one, other]
}

/** Each kind of act as likely as any other, however many there are of it; every other time what was done least. */
function chosen(all: Try[], model: Model, { wanted, pick }: Choice, done: Done): Try | undefined {
  const may = wanted < 0.75 ? all.filter((one) => predicted(model, one) !== null) : all
  const kinds = [...new Set(may.map(({ what }) => what))]
  const least = Math.min(...kinds.map((what) => done.get(what) ?? 0))
  const rare = kinds.filter((what) => (done.get(what) ?? 0) === least)
  const among = pick % 2 === 0 ? rare : kinds
  const kind = among[Math.floor(pick / 2) % among.length]
  const of = may.filter(({ what }) => what === kind)
  return of[Math.floor(pick / 31) % of.length]
}

/** Everything that anybody could try now. */
function everything(model: Model, fresh: number): Try[] {
  titles += 1
  const begin: Try = { what: 'begin', by: 'owner', id: '', title: `The walk, part ${titles}` }
  const few = model.entries.length < 3
  return [
    ...(few ? [begin] : []),
    ...model.entries.flatMap((_, entry) =>
      people.map((by): Try => ({ what: 'revise', by, entry, id: null })),
    ),
    ...model.subs.filter(({ deleted }) => !deleted).flatMap((sub) => about(model, sub, fresh)),
  ]
}

function about(model: Model, sub: Sub, fresh: number): Try[] {
  const { id, title: before } = sub
  const seen = (fresh < 0.8 ? undefined : sub.looks.at(-1)) ?? lookAt(model, sub)
  const { version } = seen
  const title = `The walk, part ${titles}`
  const all: Try[] = people.flatMap((by): Try[] => [
    ...plain.map((what): Try => ({ what, by, id, version })),
    { what: 'edit', by, id, version, title },
    { what: 'request-changes', by, id, seen },
    { what: 'reject', by, id, seen },
    { what: 'approve', by, id, seen, withdrawSuggestions: fresh < 0.4 },
    { what: 'suggest', by, id, before, proposed: title },
    {
      what: 'answer-suggestion',
      by,
      id,
      proposed: sub.suggestion?.proposed ?? null,
      answer: fresh < 0.5 ? 'accept' : 'decline',
    },
  ])
  return sub.claim === null ? all : [...all, { what: 'lapse', by: 'owner', id }]
}

const plain = [
  'submit',
  'withdraw',
  'delete',
  'copy',
  'comment',
  'claim',
  'release',
  'check',
  'appeal',
  'uphold-rejection',
  'overturn-rejection',
] as const
