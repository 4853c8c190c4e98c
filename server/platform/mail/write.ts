import type { Mail } from './mail.ts'

/** What is said of the site in every mail. */
export interface Sender {
  siteName: string
  publicUrl: string
  /** A mail address or a web page. */
  contact: string | null
}

export interface Written {
  subject: string
  text: string
  html: string
}

/** Writes a mail out, in its reader's language. */
export function writeMail(mail: Mail, { siteName }: Sender): Written {
  const subject = `${siteName}: ${mail.template}`
  const text = [...Object.values(mail.values), mail.link ?? ''].join('\n\n')
  return {
    subject,
    text,
    html: `<p>${mail.link ? `<a class="button" href="${mail.link}">${mail.link}</a>` : ''}</p>`,
  }
}
