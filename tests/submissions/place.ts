import { randomUUID } from 'node:crypto'
import { openFiles } from '../../server/platform/files/files.ts'
import { readingJobs, removalJobs } from '../../server/submissions/documentJobs.ts'
import { surroundings } from '../../server/submissions/surroundings.ts'
import type { DraftContent, Submission } from '@homeward/schema/submission.ts'
import { openInbox, type Inbox } from '../mail/inbox.ts'
import { personAt, teamOf, type TestPerson } from '../people.ts'
import { startedSite, type Site } from '../site.ts'

/** A site whose mails arrive and whose documents are read, with the team of a verified city and others. */
export interface Place {
  site: Site
  inbox: Inbox
  owner: TestPerson
  editor: TestPerson
  /** Of the team of another city. */
  neighbour: TestPerson
  member: TestPerson
  moderator: TestPerson
  stop(): Promise<void>
}

export const city = 'dk-aarhus'
export const otherCity = 'ly-tripoli'

export async function startedPlace(): Promise<Place> {
  const site = await startedSite()
  const inbox = await openInbox(site.database)
  await workOffDocuments(site)
  const [owner, editor, neighbour, member] = [
    await personAt(site),
    await personAt(site),
    await personAt(site),
    await personAt(site),
  ]
  const moderator = await personAt(site, { role: 'moderator' })
  await teamOf(site, city, [{ person: owner }, { person: editor, role: 'editor' }])
  await teamOf(site, otherCity, [{ person: neighbour }])
  return {
    site,
    inbox,
    owner,
    editor,
    neighbour,
    member,
    moderator,
    async stop() {
      await inbox.close()
      await site.stop()
    },
  }
}

/** Reads and removes documents as a running server does. */
export async function workOffDocuments({ database, dataDir }: Site): Promise<void> {
  const documents = surroundings({
    database,
    jobs: database.jobs,
    files: await openFiles(null, dataDir),
    dataDir,
    publicUrl: 'http://127.0.0.1',
  })
  await database.jobs.work(readingJobs(documents))
  await database.jobs.work(removalJobs(documents))
}

/** What a submission says, and its version as If-Match takes it. */
export const match = ({ version }: Pick<Submission, 'version'>) => ({ 'if-match': `"${version}"` })

/** An answer that must be of this status, as JSON. */
export async function answered<T>(response: Promise<Response>, status = 200): Promise<T> {
  const answer = await response
  const text = await answer.text()
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${text}`)
  return JSON.parse(text)
}

/** What a problem document says. */
export interface Said {
  status: number
  type: string
  current?: Submission
  lacks?: { field: string; fault: string }[]
  passages?: { part: string; text: string; reason: string; key: string }[]
  open?: string
  reason?: { code: string }
}

export async function problem(response: Promise<Response>): Promise<Said> {
  const answer = await response
  const said: Said = JSON.parse(await answer.text())
  return { ...said, type: said.type.replace('urn:homeward:problem:', '') }
}

export function begun(
  person: Pick<TestPerson, 'ask'>,
  body: object = { city, language: 'en' },
): Promise<Submission> {
  return answered(person.ask('POST', '/api/v1/submissions', body), 201)
}

export const window = () => randomUUID()

/** Everything that must be filled, and nothing else. */
export const core: DraftContent = {
  title: 'Mentors who go along to the job centre',
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

/** Everything that must be filled of an event, which moderators write. */
export const meeting: DraftContent = {
  title: 'Where the towns met',
  summary: core.summary ?? '',
  organisation: 'The network of towns',
  leadType: 'local-government',
  themes: ['employment'],
  year: 2024,
  checked: '2026-01-02',
  sections: { happened: 'They met.' },
  sources: [
    { title: 'Report', publisher: 'The network', year: 2024, url: 'https://example.org/r' },
  ],
  licence: true,
}

export async function saved(
  person: Pick<TestPerson, 'ask'>,
  draft: Submission,
  content: DraftContent,
): Promise<Submission> {
  return answered(person.ask('PATCH', `/api/v1/submissions/${draft.id}`, content, match(draft)))
}

/** A draft in which nothing is missing. */
export async function complete(
  person: Pick<TestPerson, 'ask'>,
  content: DraftContent = {},
): Promise<Submission> {
  return saved(person, await begun(person), { ...core, ...content })
}

export function submitted(person: Pick<TestPerson, 'ask'>, draft: Submission): Promise<Submission> {
  return answered(
    person.ask('POST', `/api/v1/submissions/${draft.id}/submit`, undefined, match(draft)),
  )
}

/** Sends a file, with its name. */
export function sent(
  person: Pick<TestPerson, 'ask'> & { cookie: string },
  site: Site,
  draft: Pick<Submission, 'id'>,
  name: string,
  content: Uint8Array | string,
): Promise<Response> {
  return fetch(
    `${site.url}/api/v1/submissions/${draft.id}/attachments?name=${encodeURIComponent(name)}`,
    {
      method: 'POST',
      headers: { cookie: person.cookie, 'content-type': 'application/octet-stream' },
      body: typeof content === 'string' ? content : Uint8Array.from(content),
    },
  )
}
