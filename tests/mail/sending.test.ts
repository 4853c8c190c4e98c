import { afterEach, expect, it } from 'vitest'
import { sendLater, type Mail } from '../../server/platform/mail/mail.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'
import { openInbox, type Inbox } from './inbox.ts'

const mail: Mail = {
  template: 'confirm-address',
  to: 'ana@example.org',
  language: 'en',
  values: { name: 'Ana' },
  link: 'https://homeward.example.org/verify#a-token&b',
}

let database: TestDatabase
let inbox: Inbox | undefined

afterEach(async () => {
  await inbox?.close()
  inbox = undefined
  await database.drop()
})

it('sends a mail through the mail server', async () => {
  database = await freshDatabase('empty')
  inbox = await openInbox(database)
  await sendLater({ trx: database.db, jobs: database.jobs }, [
    mail,
    { ...mail, to: 'b@example.org' },
  ])
  expect(await inbox.next({ to: 'ana@example.org', template: 'confirm-address' })).toMatchObject({
    from: '"Homeward" <homeward@example.org>',
    link: mail.link,
  })
  expect(await inbox.rest()).toHaveLength(1)
})
