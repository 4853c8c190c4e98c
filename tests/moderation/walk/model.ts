import type { RevisionState } from '@homeward/schema/names.ts'
import {
  allows,
  needsOf,
  stateAfter,
  type Act,
  type Standing,
} from '../../../server/submissions/workflow.ts'

export const cityPeople = ['owner', 'editor'] as const
export const moderatorPeople = ['moderator', 'colleague', 'administrator'] as const
export const people = [...cityPeople, ...moderatorPeople, 'neighbour'] as const
export type Name = (typeof people)[number]

/** What a moderator saw of a submission. */
export interface Look {
  state: RevisionState
  version: number
  live: string | null
}

/** A submission as the table of acts says that it must be. */
export interface Sub {
  id: string
  entry: number
  /** Whether a city's team writes it; else the moderators do. */
  city: boolean
  state: RevisionState
  version: number
  title: string
  /** Whether nothing is lacking in it. */
  complete: boolean
  claim: Name | null
  /** Those of the moderators who wrote something of it, and those who handed it in. */
  writers: Name[]
  handedInBy: Name[]
  rejectedBy: Name[]
  appeal: 'open' | 'upheld' | 'overturned' | null
  suggestion: { by: Name; before: string; proposed: string } | null
  snapshots: number
  /** What the log must say, in its order. */
  logged: string[]
  deleted: boolean
  looks: Look[]
}

export interface Model {
  subs: Sub[]
  /** By entry: the id of what is live, and its address. */
  entries: { live: string | null; slug: string | null }[]
}

/** Something that somebody tries, with all that is sent. */
export type Try =
  | { what: 'begin'; by: Name; id: string; title: string }
  | { what: 'revise'; by: Name; entry: number; id: null }
  | { what: 'lapse'; by: 'owner'; id: string }
  | ({ by: Name; id: string } & (
      | {
          what:
            | 'submit'
            | 'withdraw'
            | 'delete'
            | 'copy'
            | 'comment'
            | 'claim'
            | 'release'
            | 'check'
            | 'appeal'
            | 'uphold-rejection'
            | 'overturn-rejection'
          version: number
        }
      | { what: 'edit'; version: number; title: string }
      | { what: 'request-changes' | 'reject'; seen: Look }
      | { what: 'approve'; seen: Look; withdrawSuggestions: boolean }
      | { what: 'suggest'; before: string; proposed: string }
      // The wording that was seen: it may have given way to another meanwhile.
      | { what: 'answer-suggestion'; proposed: string | null; answer: 'accept' | 'decline' }
    ))
export type What = Try['what']

const isModerator = (name: Name): boolean => moderatorPeople.some((one) => one === name)

function standings(sub: Sub, name: Name): Standing[] {
  if (sub.city && cityPeople.some((one) => one === name)) return ['writer']
  if (!isModerator(name)) return []
  const first: Standing = sub.city ? 'moderator' : 'writer'
  const bound = sub.writers.includes(name) || sub.handedInBy.includes(name)
  return bound ? [first] : [first, 'decider']
}

const open = new Set<RevisionState>(['draft', 'submitted', 'in-review', 'changes-requested'])
const isWaiting = ({ state }: Sub): boolean => state === 'submitted' || state === 'in-review'

const noneOpen = (model: Model, entry: number): boolean =>
  model.subs.every((sub) => sub.deleted || sub.entry !== entry || !open.has(sub.state))

/** Whether what the table asks for beside the state holds. */
function holds(model: Model, sub: Sub, act: Act, tried: Try): boolean {
  const live = model.entries[sub.entry]?.live ?? null
  return needsOf(act).every((need) => {
    switch (need) {
      case 'complete':
        return act !== 'submit' || sub.complete
      case 'not-claimed-by-another':
        return sub.claim === null || sub.claim === tried.by
      case 'as-seen':
        return (
          !('seen' in tried) ||
          (tried.seen.state === sub.state &&
            tried.seen.version === sub.version &&
            (act !== 'approve' || tried.seen.live === live))
        )
      case 'suggestions-answered':
        return sub.suggestion === null || (tried.what === 'approve' && tried.withdrawSuggestions)
      case 'first-appeal':
        return sub.appeal === null
      case 'no-other-open':
        return noneOpen(model, sub.entry)
      case 'not-decided-before':
        return sub.appeal === null || !sub.rejectedBy.includes(tried.by)
      case 'city-verified':
      case 'screening-answered':
      case 'entry-open':
      case 'text':
      case 'reason':
        return true
    }
  })
}

/**
 * What must come of something that is tried: the model afterwards; null where it must be refused. What is made gets its id
 * from the answer.
 */
export function predicted(before: Model, tried: Try): Model | null {
  const model = structuredClone(before)
  if (tried.what === 'begin') {
    if (!cityPeople.some((one) => one === tried.by)) return null
    const entry = model.entries.push({ live: null, slug: null }) - 1
    model.subs.push(newSub({ id: tried.id, entry, title: tried.title, complete: true, version: 2 }))
    return model
  }
  if (tried.what === 'revise') return revised(model, tried.entry, tried.by)
  const sub = model.subs.find(({ id }) => id === tried.id)
  if (!sub || sub.deleted) return null
  if (tried.what === 'lapse') {
    if (sub.state === 'in-review') change(model, sub, { state: 'submitted', claim: null })
    return model
  }
  const who = standings(sub, tried.by)
  // What was done already is answered as if it were done now.
  if (tried.what === 'withdraw' && who.includes('writer') && sub.state === 'withdrawn') return model
  if (tried.what === 'submit' && who.length > 0 && isWaiting(sub)) {
    if (tried.version === sub.version) return model
  }
  if (!allows(tried.what, who, sub.state) || !holds(model, sub, tried.what, tried)) return null
  return brought(model, sub, tried)
}

/** What an act that is allowed brings about. */
function brought(
  model: Model,
  sub: Sub,
  tried: Exclude<Try, { what: 'begin' | 'revise' | 'lapse' }>,
) {
  const entry = model.entries[sub.entry]
  if (!entry) throw new Error('There is no such entry')
  const state = stateAfter(tried.what, sub.state)
  switch (tried.what) {
    case 'edit':
      if (tried.version !== sub.version) return null
      noteWriter(sub, tried.by)
      change(model, sub, { title: tried.title, complete: true, version: sub.version + 1 })
      return model
    case 'submit':
      if (tried.version !== sub.version) return null
      if (!sub.city) sub.handedInBy.push(tried.by)
      change(model, sub, { state, claim: null, snapshots: sub.snapshots + 1 })
      return model
    case 'withdraw':
      change(model, sub, { state, claim: null })
      return model
    case 'delete':
      sub.deleted = true
      return model
    case 'copy':
      if (!noneOpen(model, sub.entry)) return null
      model.subs.push({
        ...newSub({ id: '', entry: sub.entry, title: sub.title, complete: false, version: 1 }),
        city: sub.city,
        writers: sub.city ? [] : [...new Set([...sub.writers, tried.by])],
      })
      return model
    case 'comment':
    case 'check':
      return model
    case 'claim':
      change(model, sub, { state, claim: tried.by })
      return model
    case 'release':
      change(model, sub, { state, claim: null })
      return model
    case 'request-changes':
    case 'reject':
    case 'approve':
      return decidedOn(model, sub, entry, tried)
    case 'suggest':
      if (tried.before !== sub.title) return null
      sub.suggestion = { by: tried.by, before: tried.before, proposed: tried.proposed }
      return model
    case 'answer-suggestion':
      return answeredIn(model, sub, tried)
    case 'appeal':
      sub.appeal = 'open'
      return model
    case 'uphold-rejection':
    case 'overturn-rejection':
      if (sub.appeal !== 'open') return null
      sub.logged.push(tried.what)
      sub.appeal = tried.what === 'uphold-rejection' ? 'upheld' : 'overturned'
      if (sub.appeal === 'overturned') change(model, sub, { state, version: sub.version + 1 })
      return model
  }
}

function decidedOn(
  model: Model,
  sub: Sub,
  entry: Model['entries'][number],
  { what, by }: { what: 'request-changes' | 'reject' | 'approve'; by: Name },
): Model {
  sub.logged.push(what)
  if (what === 'reject') sub.rejectedBy.push(by)
  if (what !== 'request-changes') sub.suggestion = null
  change(model, sub, {
    state: stateAfter(what, sub.state),
    claim: null,
    version: sub.version + 1,
  })
  if (what !== 'approve') return model
  const old = model.subs.find(({ id }) => id === entry.live)
  if (old) change(model, old, { state: 'superseded' })
  entry.live = sub.id
  return model
}

function answeredIn(
  model: Model,
  sub: Sub,
  { answer, by, proposed }: { answer: 'accept' | 'decline'; by: Name; proposed: string | null },
): Model | null {
  const { suggestion } = sub
  if (suggestion === null || suggestion.by === by || suggestion.proposed !== proposed) return null
  if (answer === 'accept' && suggestion.before !== sub.title) return null
  sub.suggestion = null
  if (answer === 'decline') return model
  noteWriter(sub, by)
  change(model, sub, {
    title: suggestion.proposed,
    version: sub.version + 1,
    snapshots: sub.snapshots + (isWaiting(sub) ? 1 : 0),
  })
  return model
}

function revised(model: Model, at: number, by: Name): Model | null {
  const entry = model.entries[at]
  const live = model.subs.find(({ id }) => id === entry?.live)
  const isTeam = cityPeople.some((one) => one === by)
  if (!live || !noneOpen(model, at) || (!isTeam && !isModerator(by))) return null
  model.subs.push({
    ...newSub({ id: '', entry: at, title: live.title, complete: false, version: 1 }),
    city: isTeam,
    writers: isTeam ? [] : [by],
  })
  return model
}

function newSub(sub: Pick<Sub, 'id' | 'entry' | 'title' | 'complete' | 'version'>): Sub {
  return {
    ...sub,
    city: true,
    state: 'draft',
    claim: null,
    writers: [],
    handedInBy: [],
    rejectedBy: [],
    appeal: null,
    suggestion: null,
    snapshots: 0,
    logged: [],
    deleted: false,
    looks: [],
  }
}

function noteWriter(sub: Sub, name: Name): void {
  if (!sub.city && !sub.writers.includes(name)) sub.writers.push(name)
}

function change(model: Model, sub: Sub, to: Partial<Sub>): void {
  sub.looks.push(lookAt(model, sub))
  Object.assign(sub, to)
}

/** What somebody sees who looks now. */
export const lookAt = (model: Model, { state, version, entry }: Sub): Look => ({
  state,
  version,
  live: model.entries[entry]?.live ?? null,
})
