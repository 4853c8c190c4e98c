import { setTimeout as after } from 'node:timers/promises'
import type { Queue, QueueItem, Standing } from '@homeward/schema/moderation.ts'
import type { DecisionAct } from '@homeward/schema/names.ts'
import type { DraftContent, Submission } from '@homeward/schema/submission.ts'
import { verifyLog } from '../../server/moderation/verifying.ts'
import { disagreements } from './agreement.ts'
import { ms, report, timed } from './figures.ts'
import { ask, makePerson, type BenchPerson } from './people.ts'
import { makePlace, type Place } from './place.ts'

const submissions = 200
const moderators = 4
/** How long the index is given to take in the last of them, in milliseconds. */
const followsWithin = 60_000

const city = 'dk-aarhus'
const text: DraftContent = {
  summary:
    'People who come back are met by a mentor in the first week, who goes along to the job centre, the bank and the school, and stays for a year. The town hall pays half of the hours.',
  organisation: 'Office for social affairs',
  leadType: 'local-government',
  themes: ['employment'],
  targetGroups: ['at-risk'],
  notKnown: ['stages'],
  sections: {
    approach: 'Mentors are trained for six days and meet each person twice a week.',
    results: 'After a year, more of them had work than before.',
  },
  licence: true,
}

async function makeOwner(place: Place): Promise<BenchPerson> {
  const owner = await makePerson(place, 'member')
  const { db } = place.database
  const { id } = await db
    .updateTable('cities')
    .set({ status: 'verified', verified_at: new Date() })
    .where('slug', '=', city)
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('city_members')
    .values({ city_id: id, user_id: owner.id, role: 'owner' })
    .execute()
  return owner
}

/** Writes and hands in, as a city does. @returns the ids */
async function handIn(url: string, owner: BenchPerson): Promise<string[]> {
  const ids: string[] = []
  for (let number = 1; number <= submissions; number++) {
    const begun = await ask<Submission>(url, owner, 'POST', '/submissions', {
      city,
      language: 'en',
    })
    const at = `/submissions/${begun.said.id}`
    const title = `Mentors who go along, in quarter ${number}`
    const saved = await ask<Submission>(
      url,
      owner,
      'PATCH',
      at,
      { ...text, title },
      {
        'if-match': `"${begun.said.version}"`,
      },
    )
    const { status, said } = await ask(url, owner, 'POST', `${at}/submit`, undefined, {
      'if-match': `"${saved.said.version}"`,
    })
    if (status !== 200) throw new Error(`Handing in: ${status} ${JSON.stringify(said)}`)
    ids.push(begun.said.id)
  }
  return ids
}

interface Worked {
  decided: Map<string, DecisionAct>
  /** Decisions that were refused, since somebody else decided or had it. */
  refused: number
}

/** The same act for each submission whoever decides would not show who did: it goes by the moderator too. */
function actFor(item: QueueItem, moderator: number): DecisionAct {
  const number = Number(/\d+$/.exec(item.title)?.[0] ?? 0) + moderator
  return number % 10 < 6 ? 'approve' : number % 10 < 8 ? 'reject' : 'request-changes'
}

/** Decides until nothing waits. Two of them take what stands first, two anything of the page; every other one is claimed. */
async function moderate(url: string, person: BenchPerson, number: number): Promise<Worked> {
  const worked: Worked = { decided: new Map(), refused: 0 }
  for (let turn = 0; ; turn++) {
    const { said: queue } = await ask<Queue>(
      url,
      person,
      'GET',
      '/moderation/queue?holder=free&kind=submission&limit=20',
    )
    if (queue.items.length === 0) {
      // What a colleague claimed a moment ago is decided by them.
      const { said: all } = await ask<Queue>(url, person, 'GET', '/moderation/queue?limit=1')
      if (all.items.length === 0) return worked
      continue
    }
    const first = number % 2 === 0
    const item = queue.items[first ? 0 : Math.floor(Math.random() * queue.items.length)]
    if (item === undefined || item.version === null) throw new Error('The queue shows no version')
    let seen = { state: item.state, version: item.version, live: item.live }
    const at = `/submissions/${item.id}`
    if (turn % 2 === 0) {
      const claimed = await ask<Standing>(url, person, 'POST', `${at}/claim`)
      if (claimed.status === 409) {
        worked.refused += 1
        continue
      }
      const { state, version, live } = claimed.said
      seen = { state, version, live } as typeof seen
    }
    const act = actFor(item, number)
    const words = act === 'approve' ? {} : { text: 'Please say who the mentors are.' }
    const reason = act === 'reject' ? { reason: 'too-little' } : {}
    const { status, said } = await ask(url, person, 'POST', `${at}/${act}`, {
      seen,
      ...words,
      ...reason,
    })
    if (status === 200) worked.decided.set(item.id, act)
    else if (status === 409) worked.refused += 1
    else throw new Error(`${act}: ${status} ${JSON.stringify(said)}`)
  }
}

const stateOf = { approve: 'published', reject: 'rejected', 'request-changes': 'changes-requested' }
const verdictOf = {
  approve: 'approved',
  reject: 'rejected',
  'request-changes': 'changes-requested',
}

/** Which submissions were not decided exactly once, as whoever decided was told. */
async function notOnce({ database: { db } }: Place, ids: string[], all: Worked[]) {
  const rows = await db
    .selectFrom('revisions as r')
    .select(['r.id', 'r.state'])
    .select((eb) => [
      eb
        .selectFrom('verdicts as v')
        .select((one) => one.fn.agg<string>('string_agg', ['v.verdict', one.val(',')]).as('all'))
        .whereRef('v.revision_id', '=', 'r.id')
        .as('verdicts'),
      eb
        .selectFrom('decisions as d')
        .select((one) => one.fn.agg<string>('string_agg', ['d.act', one.val(',')]).as('all'))
        .where('d.subject_kind', '=', 'submission')
        .whereRef('d.subject_id', '=', (one) => one.cast<string>('r.id', 'text'))
        .as('logged'),
    ])
    .where('r.id', 'in', ids)
    .execute()
  return rows.filter(({ id, state, verdicts, logged }) => {
    const acts = all.flatMap(({ decided }) => decided.get(id) ?? [])
    const [act] = acts
    const once = acts.length === 1 && act !== undefined
    return !(once && state === stateOf[act] && verdicts === verdictOf[act] && logged === act)
  })
}

/** Waits until the search agrees. @returns how long it took, and what was still wrong at the end */
async function agrees(url: string, place: Place): Promise<{ took: number; wrong: string[] }> {
  let wrong: string[] = []
  const took = await timed(async () => {
    const until = Date.now() + followsWithin
    do {
      wrong = await disagreements(url, place)
      if (wrong.length > 0) await after(50)
    } while (wrong.length > 0 && Date.now() < until)
  })
  return { took, wrong }
}

async function measure(name: 'postgres' | 'meilisearch'): Promise<void> {
  const place = await makePlace()
  try {
    const meilisearch = name === 'meilisearch' ? await place.meilisearch() : null
    if (name === 'meilisearch' && meilisearch === null) {
      process.stdout.write('      No program meilisearch was found: it is left out.\n')
      return
    }
    await meilisearch?.follow()
    const url = await place.serve(meilisearch?.engine ?? null)
    const ids = await handIn(url, await makeOwner(place))
    const people: BenchPerson[] = []
    for (let i = 0; i < moderators; i++) people.push(await makePerson(place, 'moderator'))
    let all: Worked[] = []
    const took = await timed(async () => {
      all = await Promise.all(people.map((person, number) => moderate(url, person, number)))
    })
    const { took: followed, wrong } = await agrees(url, place)
    const wrongOnes = await notOnce(place, ids, all)
    const decided = all.reduce((sum, one) => sum + one.decided.size, 0)
    const refused = all.reduce((sum, one) => sum + one.refused, 0)
    report(
      `${submissions} submissions, ${moderators} moderators at once, ${name}`,
      `${decided} decided in ${ms(took)} (${all.map((one) => one.decided.size).join(' + ')}), ${refused} times a colleague was first, ${wrongOnes.length} not decided exactly once`,
      decided === submissions && wrongOnes.length === 0,
    )
    const { end, faults } = await verifyLog(place.database.db)
    report('the decision log', `${end.number} rows, ${faults.length} faults`, faults.length === 0)
    report(
      `the search and PostgreSQL, ${name}`,
      wrong.length === 0
        ? `agree ${ms(followed)} after the last decision`
        : `differ: ${wrong.slice(0, 3).join('; ')}`,
      wrong.length === 0,
    )
  } finally {
    await place.stop()
  }
}

for (const name of ['postgres', 'meilisearch'] as const) await measure(name)
