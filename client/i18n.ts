import { createI18n } from 'vue-i18n'
import about from './locales/en/about.json'
import browse from './locales/en/browse.json'
import entry from './locales/en/entry.json'
import languages from './locales/en/languages.json'
import search from './locales/en/search.json'
import shell from './locales/en/shell.json'
import { locales, type Locale } from './locales/locale.ts'
import { pseudo, pseudoLocale } from './locales/pseudo.ts'

const en = { about, browse, entry, languages, search, shell }

/** Texts of pages that most visitors never open: they come with the page. */
const later = {
  account: () => import('./locales/en/account.json'),
  cities: () => import('./locales/en/cities.json'),
  diff: () => import('./locales/en/diff.json'),
  draft: () => import('./locales/en/draft.json'),
  insight: () => import('./locales/en/insight.json'),
  live: () => import('./locales/en/live.json'),
  method: () => import('./locales/en/method.json'),
  moderation: () => import('./locales/en/moderation.json'),
  review: () => import('./locales/en/review.json'),
  running: () => import('./locales/en/running.json'),
  news: () => import('./locales/en/news.json'),
  forms: () => import('./locales/en/forms.json'),
  suggestions: () => import('./locales/en/suggestions.json'),
  vocabularyAdmin: () => import('./locales/en/vocabularyAdmin.json'),
}
export type LaterTexts = keyof typeof later

/** The language and the base of an address such as /ar-XB/search. */
export function localeOf(path: string): { locale: Locale; base: string } {
  const prefix = locales[pseudoLocale]
  return path === prefix || path.startsWith(`${prefix}/`)
    ? { locale: pseudoLocale, base: `${prefix}/` }
    : { locale: 'en', base: '/' }
}

export const directionOf = (locale: Locale): 'ltr' | 'rtl' =>
  locale === pseudoLocale ? 'rtl' : 'ltr'

/** The tag to ask `Intl` and the API with. */
export const tagOf = (locale: Locale): string => (locale === pseudoLocale ? 'ar' : locale)

export type Texts = ReturnType<typeof createTexts>

/** Adds texts that come later, once. */
export async function addTexts(texts: Texts, names: readonly LaterTexts[]): Promise<void> {
  await Promise.all(
    names.map(async (name) => {
      const { locale, fallbackLocale, mergeLocaleMessage, messages } = texts.global
      if (name in (messages.value.en ?? {})) return
      const { default: added } = await later[name]()
      mergeLocaleMessage(String(fallbackLocale.value), { [name]: added })
      if (locale.value === pseudoLocale) mergeLocaleMessage(pseudoLocale, { [name]: pseudo(added) })
    }),
  )
}

export function createTexts(locale: Locale) {
  return createI18n({
    legacy: false,
    locale,
    fallbackLocale: 'en',
    messages: { en, ...(locale === pseudoLocale ? { [pseudoLocale]: pseudo(en) } : {}) },
  })
}
