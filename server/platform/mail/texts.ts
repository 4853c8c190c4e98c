import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The texts of mails in one language. */
export interface Texts {
  /** BCP 47. */
  language: string
  direction: 'ltr' | 'rtl'
  /** The message of a key such as `approved.subject`: in English where the language does not have it. */
  message(key: string): string
}

export const localesFolder = fileURLToPath(new URL('../../../client/locales', import.meta.url))

const fallback = 'en'
const rightToLeft = new Set(['Arab', 'Hebr', 'Thaa', 'Syrc', 'Nkoo', 'Adlm'])

/**
 * Reads the texts of mails in every language that has some.
 * @returns the texts for a language: for `pt-BR` those of `pt-BR`, else of `pt`, else of English
 */
export function readTexts(folder: string = localesFolder): (language: string) => Texts {
  const messages = new Map(
    readdirSync(folder)
      .filter((language) => existsSync(join(folder, language, 'mail.json')))
      .map((language) => [language, readMessages(join(folder, language, 'mail.json'))]),
  )
  return (asked) => {
    const language = [asked, asked.split('-')[0] ?? ''].find((tag) => messages.has(tag)) ?? fallback
    return {
      language,
      direction: rightToLeft.has(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr',
      message(key) {
        const found = messages.get(language)?.get(key) ?? messages.get(fallback)?.get(key)
        if (found === undefined) throw new Error(`There is no message mail.${key}`)
        return found
      },
    }
  }
}

/** The messages of a file, by the path of their keys. */
function readMessages(file: string): Map<string, string> {
  return new Map(flat(JSON.parse(readFileSync(file, 'utf8')), ''))
}

function flat(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value !== 'object' || value === null) throw new Error(`${path} is not a text`)
  return Object.entries(value).flatMap(([key, inner]) =>
    flat(inner, path === '' ? key : `${path}.${key}`),
  )
}
