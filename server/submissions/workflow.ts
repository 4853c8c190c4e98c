import type { RevisionState } from '@homeward/schema/names.ts'

/**
 * Who somebody is to a submission: one who writes it (the team of its city; moderators, where it has none), or a
 * moderator who reads what others wrote.
 */
export type Standing = 'writer' | 'moderator'

/** What must hold beside the state. What is missing is named to the person, and nothing changes. */
export type Need = 'city-verified' | 'complete' | 'screening-answered'

interface Rule {
  /** The states from which each may. */
  from: Partial<Record<Standing, readonly RevisionState[]>>
  /** The state afterwards; null: it stays. */
  to: RevisionState | null
  needs: readonly Need[]
}

const handedIn = ['submitted', 'in-review', 'changes-requested'] as const
const decided = ['rejected', 'published', 'superseded'] as const
const writable = ['draft', 'changes-requested'] as const

/** Everything that can be done to a submission: from which states, who may, what else must hold. The one such table. */
export const acts = {
  read: {
    from: {
      writer: ['draft', ...handedIn, 'withdrawn', ...decided],
      // What was taken back is the city's own again.
      moderator: [...handedIn, ...decided],
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
  withdraw: { from: { writer: ['submitted', 'in-review'] }, to: 'withdrawn', needs: [] },
  delete: { from: { writer: ['draft', 'withdrawn'] }, to: null, needs: [] },
  copy: { from: { writer: ['withdrawn', 'rejected'] }, to: null, needs: [] },
  comment: {
    from: { writer: ['draft', ...handedIn, ...decided], moderator: [...handedIn, ...decided] },
    to: null,
    needs: [],
  },
} as const satisfies Record<string, Rule>

export type Act = keyof typeof acts

const rules: Record<Act, Rule> = acts
const isAct = (name: string): name is Act => Object.hasOwn(acts, name)
export const actNames: readonly Act[] = Object.keys(acts).filter(isAct)

/** Whether the table lets somebody act on a submission in this state. Needs are looked at when it is done. */
export function allows(act: Act, standing: Standing, state: RevisionState): boolean {
  return rules[act].from[standing]?.includes(state) ?? false
}

/** The acts that are open to somebody now, in the order of the table. */
export function actsOpenTo(standing: Standing, state: RevisionState): Act[] {
  return actNames.filter((act) => allows(act, standing, state))
}

/** The state after an act. */
export function stateAfter(act: Act, state: RevisionState): RevisionState {
  return rules[act].to ?? state
}

/** What must hold beside the state. */
export const needsOf = (act: Act): readonly Need[] => rules[act].needs
