import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport, type SendMailOptions } from 'nodemailer'
import type { MailTemplate } from './mail.ts'

/** A mail as it is handed over. */
export interface Letter {
  template: MailTemplate
  subject: string
  link: string | null
  message: SendMailOptions
}

/** Where mails go. */
export interface Post {
  /** @throws NotPosted */
  send(letter: Letter): Promise<void>
  close(): void
}

/** A mail that could not be handed over. Its words name no address. */
export class NotPosted extends Error {
  override name = 'NotPosted'
  /** Whether trying again is of no use. */
  readonly forGood: boolean

  constructor(message: string, forGood: boolean) {
    super(message)
    this.forGood = forGood
  }
}

const second = 1000

/** Hands mails to a mail server. @param url smtp: or smtps:, with user and password where it wants them */
export function smtpPost(url: string): Post {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 3,
    // The queue tries again, later each time.
    maxRequeues: 1,
    connectionTimeout: 10 * second,
    greetingTimeout: 10 * second,
    dnsTimeout: 10 * second,
    socketTimeout: 30 * second,
    // A password never goes in the clear, unless the address says `?requireTLS=false`.
    requireTLS: new URL(url).username !== '',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ message }) {
      try {
        await transport.sendMail(message)
      } catch (error) {
        throw refusal(error)
      }
    },
    close: () => transport.close(),
  }
}

/** What the server's answer means. A sender or a password that it refuses is the operator's to mend: those are tried again. */
function refusal(error: unknown): NotPosted {
  const field = (name: string): unknown =>
    error instanceof Error ? Object.getOwnPropertyDescriptor(error, name)?.value : undefined
  const [code, command, reply] = [field('code'), field('command'), field('responseCode')]
  const refused = typeof reply === 'number' && reply >= 500
  const noSuchAddress = code === 'EENVELOPE' && command === 'API'
  const said = [code, command, reply].filter(Boolean).join(' ')
  return new NotPosted(
    said || 'The mail server failed',
    noSuchAddress || (refused && (command === 'RCPT TO' || command === 'DATA')),
  )
}

/** Writes mails to a folder, and tells of each in a line. */
export function folderPost(folder: string, tell: (text: string) => void): Post {
  const transport = createTransport({ streamTransport: true, buffer: true })
  let last = 0
  return {
    async send({ template, subject, link, message }) {
      const { message: written } = await transport.sendMail(message)
      if (!Buffer.isBuffer(written)) throw new NotPosted('The mail was not written out', false)
      // Two in one millisecond get names of their own.
      last = Math.max(Date.now(), last + 1)
      const file = join(folder, `${fileTime(last)}-${template}.eml`)
      await writeWhole(folder, file, written)
      tell(
        `  Mail “${subject}”${link === null ? '' : `: ${link}`}\n  (no mail server is set; it is in ${file})\n`,
      )
    },
    close() {},
  }
}

/** 2026-02-03T04-05-06.789Z: sorts by time, and every file system takes it. */
function fileTime(time: number): string {
  return new Date(time).toISOString().replaceAll(':', '-')
}

async function writeWhole(folder: string, file: string, content: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const part = `${file}.part`
  try {
    await writeFile(part, content, { mode: 0o600, flag: 'wx', flush: true })
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
