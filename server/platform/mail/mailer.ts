import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import type { Queue } from '../jobs.ts'
import type { Log } from '../log.ts'
import { mailQueue, type QueuedMail } from './mail.ts'
import { folderPost, NotPosted, smtpPost, type Letter } from './post.ts'
import { readTexts, type Texts } from './texts.ts'
import { writeMail } from './write.ts'

export interface Mailer {
  queue: Queue<QueuedMail>
  /** Closes the connections to the mail server. */
  close(): void
}

export interface MailerOptions {
  config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'siteName' | 'publicUrl' | 'contact' | 'dataDir'>
  log: Pick<Log, 'warn'>
  /** Says something to whoever sits at the terminal. It may hold addresses and links, so it goes into no log. */
  tell(text: string): void
}

/** Sends what is in the queue of mails: through the mail server, or into the folder `mail` where none is set. */
export function openMailer({ config, log, tell }: MailerOptions): Mailer {
  const post =
    config.smtpUrl === null
      ? folderPost(join(config.dataDir, 'mail'), tell)
      : smtpPost(config.smtpUrl)
  const textsOf = readTexts()
  const send = async (mail: QueuedMail): Promise<void> => {
    try {
      await post.send(letter(mail, config, textsOf))
    } catch (error) {
      const forGood = error instanceof NotPosted && error.forGood
      const reason = error instanceof Error ? error.message : String(error)
      log.warn(
        `A mail (${mail.template}) was not sent${forGood ? ' and is given up' : '; it is tried again'}: ${reason}`,
      )
      if (!forGood) throw error
    }
  }
  return {
    queue: {
      name: mailQueue,
      batch: 10,
      work: (mails) => Promise.allSettled(mails.map(send)),
      forget: true,
    },
    close: () => post.close(),
  }
}

function letter(
  mail: QueuedMail,
  config: MailerOptions['config'],
  textsOf: (language: string) => Texts,
): Letter {
  const { subject, text, html } = writeMail(mail, config, textsOf)
  const from = config.mailFrom ?? { name: config.siteName, address: 'homeward@localhost' }
  return {
    template: mail.template,
    subject,
    link: mail.link,
    message: {
      from,
      to: { name: '', address: mail.to },
      subject,
      text,
      html,
      // The same at every try, so that a mail that arrives twice shows once.
      messageId: `<${mail.id}@${senderDomain(config.mailFrom)}>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Homeward-Mail': mail.template },
    },
  }
}

function senderDomain(mailFrom: string | null): string {
  return /@([^\s@<>]+)>?$/.exec(mailFrom ?? '')?.[1] ?? 'localhost'
}
