import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { verifyLog } from '../../server/moderation/verifying.ts'
import { startedPlace, type Place } from './place.ts'
import { checkAgrees } from './walk/agreeing.ts'
import { open, type Choice } from './walk/choosing.ts'
import { predicted, type Model, type Try } from './walk/model.ts'
import { tryOut, type Came } from './walk/trying.ts'

let place: Place
beforeAll(async () => {
  place = await startedPlace()
})
afterAll(() => place?.stop())

interface Real {
  model: Model
  /** How often something was done, by what it was. */
  done: Map<string, number>
}

/** The ids of what was made come with the answers. */
function named(model: Model, came: Came[]): Model {
  const made = came.flatMap(({ made: id }) => id ?? [])
  const unnamed = model.subs.filter(({ id }) => id === '')
  unnamed.forEach((sub, at) => (sub.id = made[at] ?? ''))
  return model
}

/** Every order in which some things can have been done, and what must have come of it. */
function orders(model: Model, tried: Try[]): { done: boolean[]; after: Model }[] {
  const [one, other] = tried
  const inTurn = (turns: Try[]) => {
    let now = model
    const done = new Map<Try, boolean>()
    for (const turn of turns) {
      const next = predicted(now, turn)
      done.set(turn, next !== null)
      now = next ?? now
    }
    return { done: tried.map((turn) => done.get(turn) ?? false), after: now }
  }
  return one && other ? [inTurn([one, other]), inTurn([other, one])] : [inTurn(tried)]
}

/** One person does something, or two do at once. What comes of it must be what the table says, in one order or the other. */
class Step implements fc.AsyncCommand<object, Real> {
  readonly choices: Choice[]
  #said = ''
  constructor(choices: Choice[]) {
    this.choices = choices
  }
  check = () => true
  async run(_: object, real: Real): Promise<void> {
    const tried = open(real.model, this.choices, real.done)
    this.#said = tried.map(({ what, by }) => `${by}: ${what}`).join(' | ')
    const came = await Promise.all(tried.map((one) => tryOut(place, real.model, one)))
    const done = came.map((one) => one.done)
    const fitting = orders(real.model, tried).filter((order) => order.done.join() === done.join())
    expect(
      fitting.length,
      `${JSON.stringify(tried)} must not come out as ${came.map(({ said }) => said).join('\n')}`,
    ).toBeGreaterThan(0)
    await this.#settle(real, fitting, came)
    tried.forEach(({ what }, at) => {
      if (done[at]) real.done.set(what, (real.done.get(what) ?? 0) + 1)
    })
  }
  async #settle(real: Real, fitting: { after: Model }[], came: Came[]): Promise<void> {
    const wrong: unknown[] = []
    for (const { after } of fitting) {
      try {
        const model = named(after, came)
        await checkAgrees(place, model)
        real.model = model
        return
      } catch (error) {
        wrong.push(error)
      }
    }
    throw wrong[0]
  }
  toString = () => this.#said || 'not reached'
}

const choice = fc.record({
  wanted: fc.double({ min: 0, max: 1, noNaN: true }),
  pick: fc.nat(1_000_000),
  fresh: fc.double({ min: 0, max: 1, noNaN: true }),
})
const steps = [
  choice.map((one) => new Step([one])),
  fc.tuple(choice, choice).map((two) => new Step(two)),
]
const total = new Map<string, number>()

it('whatever people do, alone or at once, comes out as the table of acts says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(steps, { maxCommands: 60, size: 'max' }), async (commands) => {
      // What was done least in all walks so far is likelier: one walk alone may never come to it.
      const real: Real = { model: { subs: [], entries: [] }, done: total }
      await fc.asyncModelRun(() => ({ model: {}, real }), commands)
    }),
    { numRuns: 10, endOnFailure: true },
  )
  expect((await verifyLog(place.site.database.db)).faults).toEqual([])
  process.stdout.write(JSON.stringify([...total]) + '\n')
  // A walk that never gets anywhere would find nothing.
  for (const what of ['approve', 'reject', 'revise', 'copy', 'overturn-rejection', 'lapse'])
    expect(total.get(what) ?? 0, what).toBeGreaterThan(0)
}, 300_000)
