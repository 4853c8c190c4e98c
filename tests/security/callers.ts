import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { refreshQueue } from '../../server/moderation/queue.ts'
import { nobody, personAt, teamOf, type TestPerson } from '../people.ts'
import type { Site } from '../site.ts'
import { city, entry, ownEntry, type Caller } from './whoMay.ts'

export interface Callers {
  as: Record<Caller | 'oneFactor', Pick<TestPerson, 'ask'>>
  /** What stands for `:name` in the addresses of rules. */
  ids: Record<string, string>
  /** Remembers who is signed in. @returns what signs them in again */
  keepSessions(): Promise<() => Promise<void>>
}

/** Someone of each kind, and what they have to do with. */
export async function madeCallers(site: Site): Promise<Callers> {
  const people = {
    member: await personAt(site),
    otherEditor: await personAt(site),
    editor: await personAt(site),
    owner: await personAt(site),
    moderator: await personAt(site, { role: 'moderator' }),
    administrator: await personAt(site, { role: 'administrator' }),
    // Holds the highest role, which has no effect.
    oneFactor: await personAt(site, { role: 'administrator', factors: 1 }),
  }
  const { member, otherEditor, editor, owner } = people
  await teamOf(site, city, [{ person: owner }, { person: editor, role: 'editor' }])
  const otherOwner = await personAt(site)
  await teamOf(site, 'dk-copenhagen', [
    { person: otherOwner },
    { person: otherEditor, role: 'editor' },
  ])
  return {
    as: { visitor: nobody(site), ...people },
    ids: {
      member: member.id,
      editor: editor.id,
      ...(await askedThings(people)),
      ...(await written(site, people)),
    },
    keepSessions: () => keptSessions(site),
  }
}

async function idOf(answer: Promise<Response>): Promise<string> {
  const response = await answer
  if (!response.ok) throw new Error(`Could not make it: ${await response.text()}`)
  return ((await response.json()) as { id: string }).id
}

/** A question to the city, and something that it asks about an entry. */
async function askedThings({ member, owner }: Record<'member' | 'owner', TestPerson>) {
  const about = { city, kind: 'take-down', text: 'x' }
  return {
    question: await idOf(member.ask('POST', `/api/v1/cities/${city}/questions`, { text: 'x' })),
    request: await idOf(owner.ask('POST', `/api/v1/entries/${entry}/requests`, about)),
  }
}

/**
 * Submissions of the city: drafts, one with a document, what was handed in, with a comment, what the member was asked to
 * advise on, and what was rejected.
 */
async function written(site: Site, { owner, member }: Record<'owner' | 'member', TestPerson>) {
  const begin = () => idOf(owner.ask('POST', '/api/v1/submissions', { city }))
  const [draft, toDelete, handedIn, toWithdraw, reviewed, rejected] = [
    await begin(),
    await begin(),
    await begin(),
    await begin(),
    await begin(),
    await begin(),
  ]
  await handIn(site, [handedIn, toWithdraw, reviewed], 'submitted')
  await handIn(site, [rejected], 'rejected')
  await askForAdvice(site, reviewed, member)
  await makeOwn(site)
  const change = { summary: 'Ask for her at +45 20 12 34 56.' }
  const draftAt = `/api/v1/submissions/${draft}`
  await idOf(owner.ask('PATCH', draftAt, change, { 'if-match': '"1"' }))
  const screened = await owner.ask('GET', `${draftAt}/screening`)
  const { passages } = (await screened.json()) as { passages: { key: string }[] }
  const comments = `/api/v1/submissions/${handedIn}/comments`
  const attachments = `/api/v1/submissions/${draft}/attachments?name=x.png`
  return {
    draft,
    toDelete,
    handedIn,
    toWithdraw,
    reviewed,
    rejected,
    passage: passages[0]?.key ?? '',
    comment: await idOf(owner.ask('POST', comments, { text: 'x' })),
    document: await idOf(
      fetch(`${site.url}${attachments}`, {
        method: 'POST',
        headers: { cookie: owner.cookie, 'content-type': 'application/octet-stream' },
        body: picture,
      }),
    ),
  }
}

async function handIn({ database: { db } }: Site, ids: string[], state: string): Promise<void> {
  await db
    .updateTable('revisions')
    .set({ state, title: 'x', summary: 'x', submitted_at: new Date() })
    .where('id', 'in', ids)
    .execute()
  for (const id of ids) await refreshQueue(db, id)
}

async function askForAdvice(
  { database: { db } }: Site,
  revision: string,
  { id, email }: TestPerson,
): Promise<void> {
  await db
    .insertInto('reviewers')
    .values({
      revision_id: revision,
      email,
      user_id: id,
      asked_as: 'peer',
      token_hash: randomBytes(32),
      invited_by: null,
      expires_at: new Date(Date.now() + 3_600_000),
      credited_as: null,
      recommendation: null,
      text: null,
      given_at: null,
    })
    .execute()
}

/** Hands an entry over to the city. */
async function makeOwn({ database: { db } }: Site): Promise<void> {
  await sql`update revisions r set origin = 'city', checked = null, city_id = c.id, country = c.country
    from entries e, cities c
    where e.id = r.entry_id and e.slug = ${ownEntry} and c.slug = ${city} and r.original_of is not null`.execute(
    db,
  )
}

/** One grey point, as PNG. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
)

/** Remembers who is signed in. @returns what signs them in again */
async function keptSessions({ database: { db } }: Site): Promise<() => Promise<void>> {
  const sessions = await db.selectFrom('sessions').selectAll().execute()
  return async () => {
    await db
      .insertInto('sessions')
      .values(sessions)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}
