import { describe, expect, it } from 'vitest'
import { revisionStates } from '@homeward/schema/names.ts'
import { actNames, actsOpenTo, allows, stateAfter } from '../../server/submissions/workflow.ts'
import { workflowPage } from './workflowPage.ts'

describe('the table of acts', () => {
  // Write the page anew: npx vitest run tests/submissions/workflow.test.ts --update
  it('is what docs/workflow.md shows', async () => {
    await expect(workflowPage()).toMatchFileSnapshot('../../docs/workflow.md')
  })

  it('lets nothing be written that moderators are reading or have decided', () => {
    for (const state of revisionStates) {
      const open = state === 'draft' || state === 'changes-requested'
      expect({ state, open: allows('edit', 'writer', state) }).toEqual({ state, open })
      for (const other of ['moderator', 'decider', 'reviewer'] as const) {
        expect(allows('edit', other, state)).toBe(false)
      }
    }
  })

  it('lets what was handed in be taken back until a decision, and never after', () => {
    const from = revisionStates.filter((state) => allows('withdraw', 'writer', state))
    expect(from).toEqual(['submitted', 'in-review'])
    for (const state of from) expect(stateAfter('withdraw', state)).toBe('withdrawn')
  })

  it('shows a city’s draft, and what it took back, to nobody else', () => {
    for (const state of ['draft', 'withdrawn'] as const) {
      expect(actsOpenTo(['moderator', 'decider', 'reviewer'], state)).toEqual([])
    }
  })

  it('leads from every act to a state that there is', () => {
    for (const act of actNames) {
      for (const state of revisionStates) {
        expect(revisionStates).toContain(stateAfter(act, state))
      }
    }
  })
})
