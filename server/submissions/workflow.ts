import type { RevisionState } from '@homeward/schema/names.ts'

/**
 * Who somebody is to a submission. One person can be several at once: a moderator who wrote none of what moderators
 * write together is 'writer' and 'decider' of it.
 *
 * - writer: writes it: the team of its city; moderators, where it has none
 * - moderator: a moderator or administrator who reads what others wrote
 * - decider: a moderator or administrator who wrote nothing of it and is not of its city's team
 * - reviewer: somebody from outside whom moderators asked to advise on it
 */
export type Standing = 'writer' | 'moderator' | 'decider' | 'reviewer'

/** What must hold beside the state. What is missing is named to the person, and nothing changes. */
export type Need =
  | 'city-verified'
  | 'complete'
  | 'screening-answered'
  // Nobody else has it: a claim that lapsed is nobody's.
  | 'not-claimed-by-another'
  // State and version are those that the moderator saw; to approve, what is live as well.
  | 'as-seen'
  // Every suggested wording is accepted, declined or withdrawn.
  | 'suggestions-answered'
  // Its entry was not taken down, nor handed over to a city since the text was handed in.
  | 'entry-open'
  // Words for the author.
  | 'text'
  | 'reason'
  // A city appeals once, while it has begun nothing anew.
  | 'first-appeal'
  | 'no-other-open'
  // Who decides an appeal did not decide before.
  | 'not-decided-before'
  // An owner of the city speaks for it; what may harm someone is never made known.
  | 'owner'
  | 'harmless'
  | 'no-open-appeal'

interface Rule {
  /** The states from which each may. */
  from: Partial<Record<Standing, readonly RevisionState[]>>
  /** The state afterwards; null: it stays. */
  to: RevisionState | null
  needs: readonly Need[]
}

const handedIn = ['submitted', 'in-review', 'changes-requested'] as const
const waiting = ['submitted', 'in-review'] as const
const decided = ['rejected', 'published', 'superseded'] as const
const writable = ['draft', 'changes-requested'] as const

const deciding = ['as-seen', 'not-claimed-by-another', 'not-decided-before'] as const

/**
 * Everything that can be done to a submission: from which states, who may, what else must hold. The one such table.
 * One more change of state there is: what is approved makes what was published in its language 'superseded'.
 */
export const acts = {
  read: {
    from: {
      writer: ['draft', ...handedIn, 'withdrawn', ...decided],
      // What was taken back is the city's own again.
      moderator: [...handedIn, ...decided],
      reviewer: handedIn,
    },
    to: null,
    needs: [],
  },
  edit: { from: { writer: writable }, to: null, needs: [] },
  submit: {
    from: { writer: writable },
    to: 'submitted',
    needs: ['city-verified', 'complete', 'screening-answered'],
  },
  withdraw: { from: { writer: waiting }, to: 'withdrawn', needs: [] },
  delete: { from: { writer: ['draft', 'withdrawn'] }, to: null, needs: [] },
  copy: { from: { writer: ['withdrawn', 'rejected'] }, to: null, needs: [] },
  comment: {
    from: {
      writer: ['draft', ...handedIn, ...decided],
      moderator: [...handedIn, ...decided],
      reviewer: handedIn,
    },
    to: null,
    needs: [],
  },
  claim: { from: { decider: waiting }, to: 'in-review', needs: ['not-claimed-by-another'] },
  release: { from: { decider: ['in-review'] }, to: 'submitted', needs: ['not-claimed-by-another'] },
  'request-changes': {
    from: { decider: waiting },
    to: 'changes-requested',
    needs: [...deciding, 'text'],
  },
  approve: {
    from: { decider: waiting },
    to: 'published',
    needs: [...deciding, 'suggestions-answered', 'city-verified', 'entry-open'],
  },
  reject: { from: { decider: waiting }, to: 'rejected', needs: [...deciding, 'text', 'reason'] },
  check: { from: { decider: waiting }, to: null, needs: [] },
  suggest: { from: { decider: waiting }, to: null, needs: ['as-seen', 'complete'] },
  'answer-suggestion': { from: { writer: handedIn }, to: null, needs: ['as-seen', 'complete'] },
  'invite-reviewer': { from: { decider: handedIn }, to: null, needs: [] },
  advise: { from: { reviewer: handedIn }, to: null, needs: [] },
  appeal: { from: { writer: ['rejected'] }, to: null, needs: ['first-appeal', 'no-other-open'] },
  // Others may know that it was considered and not taken.
  'make-known': {
    from: { writer: ['rejected'] },
    to: null,
    needs: ['owner', 'city-verified', 'harmless', 'no-open-appeal'],
  },
  'uphold-rejection': {
    from: { decider: ['rejected'] },
    to: null,
    needs: ['not-decided-before', 'text'],
  },
  'overturn-rejection': {
    from: { decider: ['rejected'] },
    to: 'submitted',
    needs: ['not-decided-before', 'text', 'no-other-open'],
  },
} as const satisfies Record<string, Rule>

export type Act = keyof typeof acts

const rules: Record<Act, Rule> = acts
const isAct = (name: string): name is Act => Object.hasOwn(acts, name)
export const actNames: readonly Act[] = Object.keys(acts).filter(isAct)

/** Whether the table lets somebody act on a submission in this state. Needs are looked at when it is done. */
export function allows(
  act: Act,
  standing: Standing | readonly Standing[],
  state: RevisionState,
): boolean {
  return [standing].flat().some((one) => rules[act].from[one]?.includes(state) ?? false)
}

/** The acts that are open to somebody now, in the order of the table. */
export function actsOpenTo(standing: Standing | readonly Standing[], state: RevisionState): Act[] {
  return actNames.filter((act) => allows(act, standing, state))
}

/** The state after an act. */
export function stateAfter(act: Act, state: RevisionState): RevisionState {
  return rules[act].to ?? state
}

/** What must hold beside the state. */
export const needsOf = (act: Act): readonly Need[] => rules[act].needs
