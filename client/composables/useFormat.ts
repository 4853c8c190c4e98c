import { useI18n } from 'vue-i18n'

/** Makes what formats once for each language: it costs more to make than to use, on a page with a hundred counts. */
function forLanguage<T>(make: (language: string) => T): (language: string) => T {
  const made = new Map<string, T>()
  return (language) => {
    const known = made.get(language) ?? make(language)
    made.set(language, known)
    return known
  }
}

const numbers = forLanguage((language) => new Intl.NumberFormat(language))
const dates = forLanguage(
  (language) =>
    // The interface's English is British: 22 November 2026.
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
      dateStyle: 'long',
      timeZone: 'UTC',
    }),
)
const languages = forLanguage(
  (language) => new Intl.DisplayNames([language], { type: 'language', fallback: 'none' }),
)
const sizeIn = (unit: 'kilobyte' | 'megabyte') =>
  forLanguage(
    (language) =>
      new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }),
  )
const kilobytes = sizeIn('kilobyte')
const megabytes = sizeIn('megabyte')
const percents = forLanguage((language) => new Intl.NumberFormat(language, { style: 'percent' }))
const months = forLanguage(
  (language) =>
    new Intl.DateTimeFormat(language, { month: 'short', year: 'numeric', timeZone: 'UTC' }),
)
const lists = forLanguage((language) => new Intl.ListFormat(language, { type: 'conjunction' }))

/** Dates, numbers and names in the reader's language. */
export function useFormat() {
  const { locale, t, te } = useI18n()
  return {
    number: (value: number) => numbers(locale.value).format(value),
    /** @param day ISO 8601 day or time */
    day: (day: string) => dates(locale.value).format(new Date(day)),
    /** '10–13 April 2018'. @param span ISO 8601 day, or start/end */
    days: (span: string) => {
      const [from = span, to = from] = span.split('/')
      // Which spaces stand around the dash differs between browsers and the server.
      return dates(locale.value).formatRange(new Date(from), new Date(to)).replace(/\s/gu, ' ')
    },
    /** 'English', of 'en'. Browsers know the names of far fewer languages than people write in: the texts name others. */
    language: (tag: string) =>
      languages(locale.value).of(tag) ??
      (te(`languages.name.${tag}`, 'en') ? t(`languages.name.${tag}`) : tag),
    /** '1.4 MB', of bytes; never nothing. */
    size: (bytes: number) =>
      bytes < 1_000_000
        ? kilobytes(locale.value).format(Math.max(1, Math.round(bytes / 1_000)))
        : megabytes(locale.value).format(bytes / 1_000_000),
    /** 'Nov 2026', of 2026-11. */
    month: (month: string) => months(locale.value).format(new Date(month)),
    /** '40%', of 0.4. */
    percent: (share: number) => percents(locale.value).format(share),
    list: (items: string[]) => lists(locale.value).format(items),
  }
}
