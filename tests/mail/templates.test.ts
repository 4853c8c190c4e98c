import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { mailTemplates, type Mail, type MailTemplate } from '../../server/platform/mail/mail.ts'
import { localesFolder, readTexts } from '../../server/platform/mail/texts.ts'
import { mailValues, wrongValues, type ValueKind } from '../../server/platform/mail/values.ts'
import { writeMail, type Sender } from '../../server/platform/mail/write.ts'

const sender: Sender = {
  siteName: 'Homeward',
  publicUrl: 'https://homeward.example.org',
  contact: 'editors@example.org',
}
const textsOf = readTexts()

/** A mail of a template with something for each of its values. */
function mailOf(template: MailTemplate, values: Record<string, string> = {}, more = {}): Mail {
  const kinds: Record<string, ValueKind> = mailValues[template]
  const filled = Object.entries(kinds).map(([name, kind]) => [
    name,
    typeof kind === 'string' ? `some ${name} here` : (kind[0] ?? ''),
  ])
  return {
    template,
    to: 'ana@example.org',
    language: 'en',
    values: { ...Object.fromEntries(filled), ...values },
    link: 'https://homeward.example.org/x#token',
    ...more,
  }
}

/** A template with each combination of the words that choose its texts, and with and without what may be missing. */
function variants(template: MailTemplate): Record<string, string>[] {
  const kinds: Record<string, ValueKind> = mailValues[template]
  return Object.entries(kinds).reduce<Record<string, string>[]>(
    (all, [name, kind]) => {
      const choices =
        kind === 'text'
          ? [`some ${name} here`]
          : kind === 'maybe'
            ? [`some ${name} here`, '']
            : kind
      return all.flatMap((values) => choices.map((choice) => ({ ...values, [name]: choice })))
    },
    [{}],
  )
}

const languages = readdirSync(localesFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

describe.each(languages)('in %s', (language) => {
  it.each(mailTemplates)('%s says all that it has to say', (template) => {
    for (const values of variants(template)) {
      expect(wrongValues(template, values)).toEqual([])
      const { subject, text, html } = writeMail(
        mailOf(template, values, { language }),
        sender,
        textsOf,
      )
      expect(subject).not.toBe('')
      expect(html).toContain(`<html lang="${language}"`)
      for (const [name, value] of Object.entries(values)) {
        // Words that choose a text, and what only the other side is told, are not shown.
        if (!value.startsWith('some ')) continue
        expect(`${subject}\n${text}`, `${template}: ${name}`).toContain(value)
        expect(html, `${template}: ${name}`).toContain(value)
      }
      for (const written of [subject, text, html.replace(/<style>.*<\/style>/s, '')]) {
        expect(written).not.toMatch(/[{}]|undefined|\bnull\b/)
      }
      expect(text).toContain('https://homeward.example.org/x#token')
      expect(html).toContain('class="button" href="https://homeward.example.org/x#token"')
      expect(text).toContain('editors@example.org')
    }
  })

  it('has all messages, with the placeholders of the English ones, and none that nothing uses', () => {
    const read = (file: string) => flat(JSON.parse(readFileSync(file, 'utf8')))
    const english = read(join(localesFolder, 'en', 'mail.json'))
    const own = read(join(localesFolder, language, 'mail.json'))
    const placeholders = (text = '') => [...new Set(text.match(/\{\w+\}/g))].sort()
    expect([...own.keys()].sort()).toEqual([...english.keys()].sort())
    for (const [key, text] of own) {
      expect(placeholders(text), key).toEqual(placeholders(english.get(key)))
      // They stand for something in messages of vue-i18n, which the interface's other texts are.
      expect(text, key).not.toMatch(/[|@]/)
    }
    const used = new Set<string>()
    const counting = (tag: string) => {
      const texts = textsOf(tag)
      return { ...texts, message: (key: string) => (used.add(key), texts.message(key)) }
    }
    for (const template of mailTemplates) {
      for (const values of variants(template)) writeMail(mailOf(template, values), sender, counting)
    }
    expect([...english.keys()].filter((key) => !used.has(key))).toEqual([])
  })
})

function flat(value: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
      typeof inner === 'object' && inner !== null
        ? [...flat(inner, `${path}${key}.`)]
        : [[`${path}${key}`, String(inner)] as const],
    ),
  )
}

it('is in English for who reads what nobody has written yet, and for an odd language', () => {
  for (const language of ['xx', 'xx-YY', '', 'no such_language', '../en']) {
    const { html } = writeMail(mailOf('approved', {}, { language }), sender, textsOf)
    expect(html).toContain('<html lang="en" dir="ltr"')
  }
})

it('reads from right to left where the language does', () => {
  const folder = mkdtempSync(join(tmpdir(), 'homeward-locales-'))
  try {
    cpSync(join(localesFolder, 'en'), join(folder, 'en'), { recursive: true })
    mkdirSync(join(folder, 'ar'))
    writeFileSync(
      join(folder, 'ar', 'mail.json'),
      JSON.stringify({ approved: { subject: 'نُشر «{title}»' } }),
    )
    const mail = mailOf('approved', { title: 'Housing first' }, { language: 'ar-EG' })
    const { subject, html } = writeMail(mail, sender, readTexts(folder))
    expect(html).toContain('<html lang="ar" dir="rtl"')
    expect(subject).toBe('نُشر «Housing first»')
    // What is not translated is there in English.
    expect(html).toContain('others can now learn from it')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it('lets nothing that people write become HTML', () => {
  const evil = `"><script>alert(1)</script><a href='x'>&amp;{site}`
  for (const template of mailTemplates) {
    const texts = Object.entries(mailValues[template]).filter(
      ([, kind]) => typeof kind === 'string',
    )
    const values = Object.fromEntries(texts.map(([name]) => [name, evil]))
    const { html } = writeMail(
      mailOf(template, values, { link: `https://x.example/"><script>` }),
      { ...sender, siteName: '<b>"Home"</b>', contact: `https://x.example/'"><i>` },
      textsOf,
    )
    expect(html).not.toMatch(/<script|<b>|<i>|href='x'/)
  }
})

it('keeps subjects to one line, of a length that can be read', () => {
  const title = `Housing\r\nBcc: all@example.org\u0000\u2028\u202E${' long'.repeat(200)}`
  const { subject } = writeMail(mailOf('approved', { title }), sender, textsOf)
  expect(subject).toMatch(/^“Housing Bcc: all@example\.org long/)
  expect(subject).not.toMatch(/[\p{Cc}\u2028\u202E]/u)
  expect([...subject].length).toBeLessThanOrEqual(150)
})

it('keeps the lines of what people wrote', () => {
  const { text, html } = writeMail(
    mailOf('question', { text: 'How long?\r\n\r\nWho pays?\u0007' }),
    sender,
    textsOf,
  )
  expect(text).toContain('> How long?\n> \n> Who pays?\n\n')
  expect(html).toContain('>How long?<br>\n<br>\nWho pays?</blockquote>')
})

it.each([
  'Win money: www.evil.example',
  'Ana, see evil.example',
  'ana@evil.example',
  'x'.repeat(61),
  ' ',
])('does not greet by the name %j, which another may have entered', (name) => {
  for (const template of ['confirm-address', 'already-registered'] as const) {
    const { text, html } = writeMail(mailOf(template, { name }), sender, textsOf)
    expect(text.startsWith('Hello,\n')).toBe(true)
    expect(text + html).not.toMatch(/evil|xxx/)
  }
})

it('greets by names of many forms', () => {
  for (const name of [
    'Ana',
    'J. R. Ångström',
    "Seán O'Brien",
    'María José Carreño-Quiñones',
    '田中 太郎',
    'Dr. Ngũgĩ',
  ]) {
    const { text } = writeMail(mailOf('confirm-address', { name }), sender, textsOf)
    expect(text.startsWith(`Hello ${name},\n`), name).toBe(true)
  }
})

it('has the colours of the site', () => {
  const tokens = readFileSync(
    fileURLToPath(new URL('../../client/styles/tokens.css', import.meta.url)),
    'utf8',
  )
  const { html } = writeMail(mailOf('question'), sender, textsOf)
  const colours = new Set(html.match(/#[0-9a-f]{6}\b/g))
  expect(colours.size).toBe(12)
  for (const colour of colours) expect(tokens).toContain(colour)
})
