import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { inTransaction } from '../../server/platform/jobs.ts'
import { sendLater, type Mail } from '../../server/platform/mail/mail.ts'
import { openMailer, type Mailer } from '../../server/platform/mail/mailer.ts'
import { smtpPost, type Letter } from '../../server/platform/mail/post.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'
import { mailServer, openInbox, readMail, type Received } from './inbox.ts'

const mail: Mail = {
  template: 'confirm-address',
  to: 'ana@example.org',
  language: 'en',
  values: { name: 'Ana Ferreira' },
  link: 'https://homeward.example.org/verify#a-token&b',
}

let database: TestDatabase
const after: (() => Promise<void> | void)[] = []

beforeEach(async () => {
  database = await freshDatabase('empty')
  after.push(() => database.drop())
})

afterEach(async () => {
  for (const end of after.splice(0).toReversed()) await end()
})

const send = (...mails: Mail[]) => sendLater({ trx: database.db, jobs: database.jobs }, mails)

/** Works the queue of mails off, with settings of one's own; answers what the log said. */
async function working(
  config: Partial<Parameters<typeof openMailer>[0]['config']>,
  heard: { log?: (text: string) => void; tell?: (text: string) => void },
): Promise<void> {
  const mailer: Mailer = openMailer({
    config: {
      smtpUrl: null,
      mailFrom: null,
      siteName: 'Homeward',
      publicUrl: 'https://homeward.example.org',
      contact: null,
      dataDir: '/nowhere',
      ...config,
    },
    log: { warn: heard.log ?? (() => {}) },
    tell: heard.tell ?? (() => {}),
  })
  await database.jobs.work(mailer.queue)
  after.push(async () => {
    await database.jobs.stop()
    mailer.close()
  })
}

it('sends mails through a mail server, from the site, as what they are', async () => {
  const inbox = await openInbox(database)
  after.push(() => inbox.close())
  await send(mail, { ...mail, template: 'reset-password', to: 'b@example.org' })
  const received = await inbox.next({ to: 'ana@example.org', template: 'confirm-address' })
  expect(received).toMatchObject({
    from: '"Homeward" <homeward@example.org>',
    subject: 'Please confirm your address',
    link: mail.link,
  })
  expect(received.text).toContain('Hello Ana Ferreira,')
  expect(received.text).toContain(mail.link)
  expect(received.headers.get('auto-submitted')).toBe('auto-generated')
  expect(received.raw).not.toMatch(/<img|<script|<link|src=|url\(/i)
  expect((await inbox.rest()).map(({ template }) => template)).toEqual(['reset-password'])
})

it('sends what was enqueued in a transaction only where it commits', async () => {
  const inbox = await openInbox(database)
  after.push(() => inbox.close())
  const failing = inTransaction(database, database.jobs, async (work) => {
    await sendLater(work, [mail])
    throw new Error('thought better of it')
  })
  await expect(failing).rejects.toThrow('thought better of it')
  expect(await inbox.rest()).toEqual([])
})

it('sends many at once without waiting between them', async () => {
  const inbox = await openInbox(database)
  after.push(() => inbox.close())
  const many = Array.from({ length: 60 }, (_, at) => ({ ...mail, to: `reader-${at}@example.org` }))
  const began = performance.now()
  await send(...many)
  const to = (await inbox.rest()).map((received) => received.to)
  expect(new Set(to).size).toBe(60)
  expect(to).toHaveLength(60)
  expect(performance.now() - began).toBeLessThan(4500)
})

it('refuses a mail that lacks what its text speaks of, before anything is enqueued', async () => {
  await expect(send({ ...mail, values: {} })).rejects.toThrow('confirm-address needs name')
  await expect(
    send({ ...mail, template: 'account-changed', values: { name: 'Ana', what: 'hat' } }),
  ).rejects.toThrow('account-changed needs what')
})

it('writes mails to a folder where there is no mail server, and tells the terminal', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'homeward-mail-'))
  after.push(() => rmSync(dataDir, { recursive: true }))
  const logged: string[] = []
  const told = new Promise<string>((resolve) => {
    void working({ dataDir }, { tell: resolve, log: (text) => logged.push(text) }).then(() =>
      send(mail),
    )
  })
  expect(await told).toContain(`“Please confirm your address”: ${mail.link}`)
  const folder = join(dataDir, 'mail')
  const [file = '', ...more] = readdirSync(folder)
  expect(more).toEqual([])
  expect(file).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z-confirm-address\.eml$/)
  expect(await told).toContain(join(folder, file))
  expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)
  expect(await readMail(readFileSync(join(folder, file)))).toMatchObject({
    from: '"Homeward" <homeward@localhost>',
    to: 'ana@example.org',
    subject: 'Please confirm your address',
    link: mail.link,
  })
  expect(logged).toEqual([])
})

it('tries again where the server fails, with the same Message-ID, and only what failed', async () => {
  const logged: string[] = []
  const tried: Received[] = []
  let finished = () => {}
  const done = new Promise<void>((resolve) => {
    finished = resolve
  })
  const server = await mailServer((received) => {
    tried.push(received)
    const again = tried.filter(({ to }) => to === received.to).length
    // A server that took the mail and fails only then: the reader may have it already.
    if (received.to === 'ana@example.org' && again < 3) {
      throw Object.assign(new Error('Try later, ana@example.org'), { responseCode: 451 })
    }
    if (again === 3) finished()
  })
  after.push(() => server.close())
  await working(
    { smtpUrl: server.url, mailFrom: 'Homeward <h@example.org>' },
    { log: (text) => logged.push(text) },
  )
  await send(mail, { ...mail, to: 'b@example.org' })
  await done
  const of = (address: string) => tried.filter(({ to }) => to === address)
  expect(of('b@example.org')).toHaveLength(1)
  expect(new Set(of('ana@example.org').map(({ messageId }) => messageId)).size).toBe(1)
  expect(of('b@example.org')[0]?.messageId).not.toBe(of('ana@example.org')[0]?.messageId)
  expect(logged).toEqual(
    Array.from({ length: 2 }, () => expect.stringContaining('it is tried again')),
  )
  expect(logged.join()).not.toMatch(/ana|token/)
})

it('gives up where the server says that there is no such reader, and logs no address', async () => {
  const logged: string[] = []
  let refusals = 0
  const server = await mailServer(() => {}, {
    onRcptTo(_address, _session, done) {
      refusals += 1
      done(Object.assign(new Error('No such user ana@example.org'), { responseCode: 550 }))
    },
  })
  after.push(() => server.close())
  const said = new Promise<void>((resolve) => {
    const log = (text: string) => {
      logged.push(text)
      resolve()
    }
    void working({ smtpUrl: server.url, mailFrom: 'h@example.org' }, { log }).then(() => send(mail))
  })
  await said
  expect(logged).toEqual([
    'A mail (confirm-address) was not sent and is given up: EENVELOPE RCPT TO 550',
  ])
  const waiting = () =>
    database.pool.query(`select 1 from pgboss.job where name = 'mail' and state < 'completed'`)
  await expect.poll(async () => (await waiting()).rowCount).toBe(0)
  expect(refusals).toBe(1)
})

it('takes an address as one address, whatever is in it', async () => {
  const inbox = await openInbox(database)
  after.push(() => inbox.close())
  await send({ ...mail, to: 'a@example.org, b@example.org' }, mail)
  await inbox.next({ to: 'ana@example.org' })
  expect(await inbox.rest()).toEqual([])
})

it('sends no password in the clear, unless the address says so', async () => {
  const passwords: unknown[] = []
  const arrived: Received[] = []
  const server = await mailServer((received) => arrived.push(received), {
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, done) {
      passwords.push(password)
      done(null, { user: username })
    },
  })
  after.push(() => server.close())
  const letter: Letter = {
    template: 'approved',
    subject: '',
    link: null,
    message: { from: 'h@example.org', to: mail.to, text: 'Published' },
  }
  const url = server.url.replace('//', '//us%40er:pass%2Fword@')
  const careful = smtpPost(url)
  after.push(() => careful.close())
  await expect(careful.send(letter)).rejects.toThrow('ETLS')
  expect(passwords).toEqual([])
  const careless = smtpPost(`${url}/?requireTLS=false`)
  after.push(() => careless.close())
  await careless.send(letter)
  expect(passwords).toEqual(['pass/word'])
  expect(arrived).toHaveLength(1)
})
