import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordDecision } from '../../server/moderation/decisionLog.ts'
import { problem, said, wish } from '../cities/place.ts'
import { nobody, personAt, teamOf, type TestPerson } from '../people.ts'
import { isSignedIn, signIn, startedPlace, withAuthenticator, type Place } from './place.ts'

let place: Place
beforeAll(async () => {
  place = await startedPlace({ content: 'seeded' })
})
afterAll(() => place?.stop())

const leave = (person: TestPerson, typed = person.password, cookie = person.cookie) =>
  person.ask('POST', '/api/auth/delete-user', { password: typed }, { cookie })

/** Where something stands in the whole database: 'table.column', once each. */
async function placesOf(text: string): Promise<string[]> {
  const { db } = place.site.database
  const { rows: columns } = await sql<{ schema: string; table: string; column: string }>`
    select c.table_schema as schema, c.table_name as table, c.column_name as column
    from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where t.table_type = 'BASE TABLE' and c.table_schema in ('public', 'pgboss')`.execute(db)
  const found = await Promise.all(
    columns.map(async ({ schema, table, column }) => {
      const { rows } = await sql`select 1 from ${sql.table(`${schema}.${table}`)}
        where strpos(lower(${sql.ref(column)}::text), ${text.toLowerCase()}) > 0 limit 1`.execute(
        db,
      )
      return rows.length > 0 ? [`${table}.${column}`] : []
    }),
  )
  return [...new Set(found.flat())].sort()
}

const entry = 'dk-prison-mentoring-back-on-track'

/** Leaves a trace of a person wherever there can be one. */
async function leaveTraces(person: TestPerson, colleague: TestPerson): Promise<void> {
  const { db } = place.site.database
  await teamOf(place.site, 'dk-aarhus', [{ person: colleague }, { person, role: 'editor' }])
  const question = await colleague.ask('POST', '/api/v1/cities/dk-aarhus/questions', {
    text: 'How?',
  })
  const { id: asked } = (await question.json()) as { id: string }
  expect(
    (await person.ask('POST', `/api/v1/questions/${asked}/answer`, { text: 'So.' })).status,
  ).toBe(200)
  await person.ask('POST', '/api/v1/cities/dk-aarhus/questions', { text: 'What I alone wondered' })
  const request = { city: 'dk-aarhus', kind: 'claim', text: 'It is ours.' }
  expect((await person.ask('POST', `/api/v1/entries/${entry}/requests`, request)).status).toBe(201)
  expect((await person.ask('POST', '/api/v1/cities', wish('Odense', 'DK'))).status).toBeLessThan(
    300,
  )
  await teamOf(place.site, 'de-berlin', [{ person: colleague }])
  const invitation = { email: person.email, role: 'editor' }
  const invited = await colleague.ask('POST', '/api/v1/cities/de-berlin/invitations', invitation)
  expect(invited.status).toBe(201)
  await nobody(place.site).ask('POST', '/api/auth/request-password-reset', { email: person.email })
  await signIn(place.site, person.email)
  const began = await person.ask('POST', '/api/v1/submissions', { city: 'dk-aarhus' })
  const { id: draft } = (await began.json()) as { id: string }
  const draftAt = `/api/v1/submissions/${draft}`
  const typed = { title: 'What we do' }
  expect((await person.ask('PATCH', draftAt, typed, { 'if-match': '"1"' })).status).toBe(200)
  const window = { window: crypto.randomUUID() }
  expect((await person.ask('POST', `${draftAt}/presence`, window)).status).toBe(200)
  expect((await person.ask('POST', `${draftAt}/comments`, { text: 'Look here' })).status).toBe(201)
  const hash = () => randomBytes(32)
  const expires_at = new Date(Date.now() + 3_600_000)
  await db
    .insertInto('administrator_links')
    .values({ token_hash: hash(), email: person.email, expires_at, used_at: null })
    .execute()
  await sql`insert into passkeys
    (user_id, name, public_key, credential_id, counter, device_type, backed_up)
    values (${person.id}, 'A key', 'x', 'y', 0, 'singleDevice', false)`.execute(db)
  const [first, second] = await db.selectFrom('revisions').select('id').limit(2).execute()
  for (const [revision, given] of [
    [first, null],
    [second, new Date()],
  ] as const) {
    if (!revision) throw new Error('There are no revisions')
    await sql`insert into reviewers
      (revision_id, email, asked_as, token_hash, expires_at, user_id, given_at, recommendation, text)
      values (${revision.id}, ${person.email}, 'peer', ${hash()}, ${expires_at},
        ${given ? person.id : null}, ${given}, ${given ? 'publish' : null}, ${given ? 'Well done' : null})`.execute(
      db,
    )
  }
  await sql`insert into reports (entry_id, kind, text, reply_to)
    select id, 'mistake', 'The year is wrong', ${person.email.toUpperCase()} from entries
    where slug = ${entry}`.execute(db)
  await sql`update revisions r set author_id = ${person.id} from entries e
    where e.id = r.entry_id and e.slug = ${entry}`.execute(db)
  await recordDecision(db, {
    actor: person.id,
    act: 'take-down',
    subject: { kind: 'entry', id: entry },
  })
}

describe('deleting one’s account', () => {
  it('asks for the password', async () => {
    const person = await personAt(place.site)
    expect(await problem(leave(person, 'not the password'))).toEqual([400, 'invalid-password'])
    expect(await problem(leave(person, ''))).toEqual([400, 'invalid-request'])
    expect(await isSignedIn(place.site, person.cookie)).toBe(true)
  })

  it('takes all of a person’s data, and leaves what was published and said to cities', async () => {
    const name = 'Ottilie Unmistakable'
    const email = 'ottilie.unmistakable@example.org'
    const person = await personAt(place.site, { name, email })
    const colleague = await personAt(place.site)
    await leaveTraces(person, colleague)
    const { cookie } = await withAuthenticator(person)
    await place.inbox.rest()
    const before = await placesOf(email)
    for (const column of [
      'users.email',
      'city_invitations.email',
      'reviewers.email',
      'reports.reply_to',
      'administrator_links.email',
    ]) {
      expect(before).toContain(column)
    }
    const published = await (await fetch(`${place.site.url}/api/v1/entries/${entry}`)).text()

    expect((await leave(person, person.password, cookie)).status).toBe(200)
    await place.inbox.rest()
    expect(await placesOf(email)).toEqual([])
    expect(await placesOf(name)).toEqual([])
    expect(await placesOf('What I alone wondered')).toEqual([])
    // What is left names an account that is gone: what was written for a city, and the log.
    expect(await placesOf(person.id)).toEqual([
      'comments.author_id',
      'decisions.actor_id',
      'drafts.saved_by',
      'questions.answered_by',
      'revision_writers.user_id',
      'revisions.author_id',
    ])
    expect(await (await fetch(`${place.site.url}/api/v1/entries/${entry}`)).text()).toBe(published)
    const [, { questions }] = (await said(
      colleague.ask('GET', '/api/v1/cities/dk-aarhus/questions'),
    )) as [number, { questions: object[] }]
    expect(JSON.stringify(questions)).toContain('So.')
    const [, { submissions }] = (await said(colleague.ask('GET', '/api/v1/submissions'))) as [
      number,
      { submissions: { id: string; title: string }[] },
    ]
    expect(submissions).toMatchObject([{ title: 'What we do' }])
    for (const part of ['', '/comments']) {
      const path = `/api/v1/submissions/${submissions[0]?.id}${part}`
      expect((await colleague.ask('GET', path)).status).toBe(200)
    }
    const advice = await sql<{ text: string }>`select text from reviewers`.execute(
      place.site.database.db,
    )
    expect(advice.rows).toEqual([{ text: 'Well done' }])

    expect(await isSignedIn(place.site, person.cookie)).toBe(false)
    expect((await signIn(place.site, email)).status).toBe(401)
    // The address is free again.
    const again = await nobody(place.site).ask('POST', '/api/auth/sign-up/email', {
      name: 'Anew',
      email,
      password: person.password,
    })
    expect(again.status).toBe(200)
    expect(await place.inbox.next({ to: email, template: 'confirm-address' })).toBeTruthy()
  })

  it('waits until a city has another owner', async () => {
    const owner = await personAt(place.site)
    const editor = await personAt(place.site)
    await teamOf(place.site, 'dk-copenhagen', [
      { person: owner },
      { person: editor, role: 'editor' },
    ])
    expect(await said(leave(owner))).toMatchObject([
      409,
      { type: 'urn:homeward:problem:last-owner', title: 'You are the last owner of Copenhagen' },
    ])
    expect(await isSignedIn(place.site, owner.cookie)).toBe(true)
    await owner.ask('PATCH', `/api/v1/cities/dk-copenhagen/members/${editor.id}`, { role: 'owner' })
    // Of two owners who leave at once, one stays: the editor who is left would have no owner.
    const third = await personAt(place.site)
    await place.site.database.db
      .insertInto('city_members')
      .columns(['city_id', 'user_id', 'role'])
      .expression((eb) =>
        eb
          .selectFrom('cities')
          .select([
            'id',
            sql<string>`${third.id}::uuid`.as('user_id'),
            sql<'editor'>`'editor'`.as('role'),
          ])
          .where('slug', '=', 'dk-copenhagen'),
      )
      .execute()
    const answers = await Promise.all([problem(leave(owner)), problem(leave(editor))])
    expect(answers.map(([status]) => status).sort()).toEqual([200, 409])
    expect(answers.find(([status]) => status === 409)?.[1]).toBe('last-owner')
  })

  it('lets a city’s only member go: the city is open to its authority again', async () => {
    const alone = await personAt(place.site)
    await teamOf(place.site, 'ly-tripoli', [{ person: alone }])
    expect((await leave(alone)).status).toBe(200)
    expect(
      await place.site.database.db
        .selectFrom('cities')
        .select('status')
        .where('slug', '=', 'ly-tripoli')
        .executeTakeFirst(),
    ).toEqual({ status: 'unclaimed' })
  })

  it('leaves the site with an administrator', async () => {
    const first = await personAt(place.site, { role: 'administrator' })
    expect(await said(leave(first))).toMatchObject([
      409,
      { type: 'urn:homeward:problem:last-administrator', title: 'You are the last administrator' },
    ])
    const second = await personAt(place.site, { role: 'administrator' })
    const answers = await Promise.all([leave(first), leave(second)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })
})
