import { once } from 'node:events'
import { callbackify } from 'node:util'
import { simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { sql } from 'kysely'
import { openMailer } from '../../server/platform/mail/mailer.ts'
import { mailQueue, type MailTemplate } from '../../server/platform/mail/mail.ts'
import type { TestDatabase } from '../database.ts'

/** A mail that arrived. */
export interface Received {
  template: string
  to: string
  from: string
  subject: string
  text: string
  html: string
  /** Where its button leads; empty where it has none. */
  link: string
  messageId: string
  /** By names in lower case. */
  headers: Map<string, string>
  /** As it came. */
  raw: string
}

export interface Wanted {
  to?: string
  template?: MailTemplate
}

export interface Inbox {
  /** The first mail of its kind that nobody took yet: waits for it, and takes it. */
  next(wanted?: Wanted): Promise<Received>
  /** Waits until no mail is on its way; answers all that arrived and nobody took. */
  rest(): Promise<Received[]>
  close(): Promise<void>
}

/**
 * Sends the mails of a database, through a real mail server on this machine, and takes them in.
 * Close it last, before the database is dropped: closing it ends the work on the database's jobs.
 */
export async function openInbox(database: TestDatabase): Promise<Inbox> {
  const arrived: Received[] = []
  const waiting = new Set<() => void>()
  const server = await mailServer((mail) => {
    arrived.push(mail)
    waiting.forEach((look) => look())
  })
  const mailer = openMailer({
    config: {
      smtpUrl: server.url,
      mailFrom: 'Homeward <homeward@example.org>',
      siteName: 'Homeward',
      publicUrl: 'http://127.0.0.1',
      contact: 'editors@example.org',
      dataDir: '/nowhere',
    },
    log: { warn: (text) => process.stderr.write(`${text}\n`) },
    tell() {},
  })
  await database.jobs.work(mailer.queue)
  const take = (wanted: Wanted): Received | undefined => {
    const at = arrived.findIndex(
      ({ to, template }) => (wanted.to ?? to) === to && (wanted.template ?? template) === template,
    )
    return at === -1 ? undefined : arrived.splice(at, 1)[0]
  }
  return {
    next: (wanted = {}) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = take(wanted)
          if (!found) return
          waiting.delete(look)
          clearTimeout(tooLate)
          resolve(found)
        }
        const tooLate = setTimeout(() => {
          waiting.delete(look)
          const there = arrived.map(({ to, template }) => `${template} to ${to}`).join(', ')
          reject(new Error(`No mail ${JSON.stringify(wanted)} came. There is: ${there || 'none'}`))
        }, 20_000)
        waiting.add(look)
        look()
      }),
    async rest() {
      while (await anyOnItsWay(database)) await database.jobs.healthy()
      return arrived.splice(0)
    },
    async close() {
      await database.jobs.stop()
      mailer.close()
      await server.close()
    },
  }
}

async function anyOnItsWay({ db }: TestDatabase): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pgboss.job where name = ${mailQueue} and state < 'completed' limit 1`.execute(db)
  return rows.length > 0
}

/**
 * A mail server on a port of its own.
 * @param take called with each mail; a throw is what the server answers with, and `responseCode` of the error its code
 */
export async function mailServer(
  take: (mail: Received) => void,
  options: SMTPServerOptions = {},
): Promise<{ url: string; close(): Promise<void> }> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    ...options,
    onData(stream, _session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        // Taken in before the sender learns that it arrived.
        callbackify(async () => take(await readMail(Buffer.concat(parts))))(done)
      })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const address = server.server.address()
  if (address === null || typeof address === 'string')
    throw new Error('The mail server has no port')
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** Reads a mail as it came over the wire, or as it lies in a file. */
export async function readMail(raw: Buffer): Promise<Received> {
  const mail = await simpleParser(raw)
  const headers = new Map(
    mail.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(':') + 1).trim()]),
  )
  const html = mail.html || ''
  const to = Array.isArray(mail.to) ? mail.to[0] : mail.to
  return {
    template: headers.get('x-homeward-mail') ?? '',
    to: to?.value[0]?.address ?? '',
    from: mail.from?.text ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html,
    link: /<a class="button" href="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '',
    messageId: mail.messageId ?? '',
    headers,
    raw: raw.toString(),
  }
}
