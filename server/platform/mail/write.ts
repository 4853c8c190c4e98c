import { htmlMail } from './html.ts'
import { mailKinds } from './kinds.ts'
import type { Mail, MailItem } from './mail.ts'
import { outlines } from './outlines.ts'
import { textMail } from './plain.ts'
import type { Texts } from './texts.ts'

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

/** A sentence: words of ours, and among them those of others. */
export type Sentence = { text: string; from: 'us' | 'others' }[]

/** A mail in its reader's language, not yet text or HTML. */
export interface Draft {
  language: string
  direction: 'ltr' | 'rtl'
  siteName: string
  siteUrl: string
  subject: string
  greeting: Sentence
  parts: ({ said: Sentence } | { quoted: string } | { items: Headline[] } | 'button')[]
  button: { label: string; link: string; hint: string } | null
  why: Sentence
  /** Where one can say how often such mail comes. */
  choose: Address | null
  contact: Address | null
}

/** A sentence that names an address. */
interface Address {
  before: string
  address: string
  link: string
  after: string
}

/** What another mail would have said, without what people wrote. */
export interface Headline {
  title: Sentence
  said: Sentence[]
  link: string | null
}

const most = { inline: 200, subject: 150 }

/** Writes a mail out, in its reader's language. */
export function writeMail(
  mail: Mail,
  sender: Sender,
  textsOf: (language: string) => Texts,
): Written {
  const draft = draftOf(mail, sender, textsOf(mail.language))
  return { subject: draft.subject, text: textMail(draft), html: htmlMail(draft) }
}

function draftOf(mail: Mail, sender: Sender, texts: Texts): Draft {
  const { template, link } = mail
  const values = { ...mail.values, site: sender.siteName }
  const { subject, parts, why } = outlines[template](values)
  const fill = (key: string) => sentence(texts.message(key), values)
  const own = (key: string) => fill(`${template}.${key}`)
  return {
    language: texts.language,
    direction: texts.direction,
    siteName: sender.siteName,
    siteUrl: sender.publicUrl,
    subject: shortened(plain(own(subject)), most.subject),
    greeting: fill(isLikeName(values) ? 'hello' : 'helloUnnamed'),
    parts: parts.map((part) => {
      if (part === 'button') return part
      if (part === 'items') return { items: listed(mail, sender, texts) }
      return 'say' in part ? { said: own(part.say) } : { quoted: readable(values, part.quote) }
    }),
    button:
      link === null ? null : { label: plain(own('button')), link, hint: texts.message('address') },
    why: fill(`why.${why}`),
    choose: canBeChosen(template) ? chooseAt(sender, texts) : null,
    contact: sender.contact === null ? null : contactOf(sender.contact, texts.message('contact')),
  }
}

const listed = ({ items = [] }: Mail, { siteName }: Sender, texts: Texts): Headline[] =>
  items.map((item) => headlineOf(item, siteName, texts))

/** What a mail is about, in short: its subject, and the sentences that lead to nothing that is left out. */
export function headlineOf(
  { template, values, link }: MailItem,
  siteName: string,
  texts: Texts,
): Headline {
  const filled = { ...values, site: siteName }
  const { subject, parts } = outlines[template](filled)
  const own = (key: string) => sentence(texts.message(`${template}.${key}`), filled)
  const said = parts.flatMap((part) =>
    typeof part === 'object' && 'say' in part && part.say !== 'note' ? [own(part.say)] : [],
  )
  return { title: own(subject), said, link }
}

const canBeChosen = (template: Mail['template']): boolean =>
  template === 'news-of-the-day' || ['news', 'answerable'].includes(mailKinds[template])

function chooseAt({ publicUrl }: Sender, texts: Texts): Address {
  const [before = '', after = ''] = texts.message('choose').split('{address}')
  const link = `${publicUrl}/my/account#news`
  return { before, address: link, link, after }
}

/** Fills the `{names}` of a message. What is filled in is one line, and short. */
function sentence(message: string, values: Record<string, string>): Sentence {
  return message
    .split(/\{(\w+)\}/)
    .map((piece, at) =>
      at % 2 === 0
        ? { text: piece, from: 'us' }
        : { text: shortened(oneLine(values[piece] ?? ''), most.inline), from: 'others' },
    )
}

/** A sentence without marks of who says what. */
export function plain(said: Sentence): string {
  return said.map(({ text }) => text).join('')
}

/** Line breaks, other control characters, and those that turn the direction of a text around. */
const control = /[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu

function oneLine(text: string): string {
  return text.replace(control, ' ').replace(/\s+/g, ' ').trim()
}

function readable(values: Record<string, string>, name: string): string {
  const lines = (values[name] ?? '').split(/\r\n|[\n\r\u2028\u2029]/)
  return lines
    .map((line) => line.replace(control, ' ').trimEnd())
    .join('\n')
    .trim()
}

function shortened(text: string, length: number): string {
  const characters = [...text]
  return characters.length <= length
    ? text
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
}

/**
 * Whether one can be greeted by a name. Anyone may enter an address that is not theirs together with a name that
 * advertises something, and mails would carry it.
 */
function isLikeName({ name = '' }: Record<string, string>): boolean {
  const shown = oneLine(name)
  return shown !== '' && shown.length <= 60 && !/[/:@<>\d]|\.\p{L}{2}|www/iu.test(shown)
}

function contactOf(contact: string, message: string): Address {
  const [before = '', after = ''] = message.split('{contact}')
  const link = /^https?:/i.test(contact) ? contact : `mailto:${contact}`
  return { before, address: contact, link, after }
}
