import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openInbox, type Inbox } from '../mail/inbox.ts'
import { nobody, password, personAt, type TestPerson } from '../people.ts'
import { startedSite, type Site } from '../site.ts'

let site: Site
let inbox: Inbox
beforeAll(async () => {
  site = await startedSite()
  inbox = await openInbox(site.database)
})
afterAll(async () => {
  await inbox?.close()
  await site?.stop()
})

const program = fileURLToPath(new URL('../../server/admin.ts', import.meta.url))
const runs = promisify(execFile)

/** Runs `npm run admin -- reset-second-factor ...` beside the running site. */
async function reset(email: string): Promise<{ code: number; said: string }> {
  const env = { PATH: process.env['PATH'], DATABASE_URL: site.database.url, DATA_DIR: site.dataDir }
  try {
    const { stdout } = await runs(process.execPath, [program, 'reset-second-factor', email], {
      env,
    })
    return { code: 0, said: stdout }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'stderr' in error)) throw error
    return { code: Number(error.code), said: String(error.stderr) }
  }
}

/** An authenticator app that is set up, and a passkey. */
async function withSecondFactors({ id }: TestPerson): Promise<void> {
  const { db } = site.database
  await sql`insert into two_factors (user_id, secret, backup_codes, verified)
    values (${id}, 'x', 'x', true)`.execute(db)
  await sql`update users set two_factor_enabled = true where id = ${id}`.execute(db)
  await sql`insert into passkeys (user_id, public_key, credential_id, counter, device_type, backed_up)
    values (${id}, 'x', ${id}, 0, 'singleDevice', false)`.execute(db)
}

it('lets somebody in again who lost their second factor, and tells them and the log', async () => {
  const person = await personAt(site, { role: 'moderator' })
  const other = await personAt(site, { role: 'moderator' })
  for (const one of [person, other]) await withSecondFactors(one)
  const signIn = async () => {
    const typed = { email: person.email, password }
    return (await nobody(site).ask('POST', '/api/auth/sign-in/email', typed)).json()
  }
  expect(await signIn()).toMatchObject({ twoFactorRedirect: true })

  const { code, said } = await reset(person.email.toUpperCase())
  expect(said).toContain(`${person.email} has no second factor any more`)
  expect(code).toBe(0)
  expect((await person.ask('GET', '/api/v1/me')).status).toBe(401)
  expect(await signIn()).toEqual({ redirect: false })
  const mail = await inbox.next({ to: person.email, template: 'account-changed' })
  expect(mail.subject).toBe('Your second step for signing in was taken away')

  const decisions = await site.database.db
    .selectFrom('decisions')
    .select(['actor_id', 'act', 'subject_kind', 'subject_id', 'details'])
    .execute()
  expect(decisions).toEqual([
    {
      actor_id: null,
      act: 'reset-second-factor',
      subject_kind: 'user',
      subject_id: person.id,
      details: { app: true, passkeys: 1 },
    },
  ])
  // Nobody else is touched.
  expect(await (await other.ask('GET', '/api/v1/me')).json()).toMatchObject({
    twoFactor: true,
    passkeys: 1,
  })
})

it('changes nothing where there is nothing to take away', async () => {
  const person = await personAt(site)
  const none = await reset(person.email)
  expect(none).toMatchObject({ code: 0, said: expect.stringContaining('Nothing was changed') })
  expect((await person.ask('GET', '/api/v1/me')).status).toBe(200)
  expect(await reset('unknown@example.org')).toMatchObject({
    code: 1,
    said: expect.stringContaining('There is no account with the address unknown@example.org'),
  })
})
