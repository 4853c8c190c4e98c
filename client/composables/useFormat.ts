import { useI18n } from 'vue-i18n'

/** Dates, numbers and names in the reader's language. */
export function useFormat() {
  const { locale } = useI18n()
  // The interface's English is British: 22 November 2026.
  const dates = () =>
    new Intl.DateTimeFormat(locale.value === 'en' ? 'en-GB' : locale.value, {
      dateStyle: 'long',
      timeZone: 'UTC',
    })
  return {
    number: (value: number) => new Intl.NumberFormat(locale.value).format(value),
    /** @param day ISO 8601 day or time */
    day: (day: string) => dates().format(new Date(day)),
    /** '10–13 April 2018'. @param span ISO 8601 day, or start/end */
    days: (span: string) => {
      const [from = span, to = from] = span.split('/')
      // Which spaces stand around the dash differs between browsers and the server.
      return dates().formatRange(new Date(from), new Date(to)).replace(/\s/gu, ' ')
    },
    /** 'English', of 'en'. */
    language: (tag: string) =>
      new Intl.DisplayNames([locale.value], { type: 'language' }).of(tag) ?? tag,
    list: (items: string[]) =>
      new Intl.ListFormat(locale.value, { type: 'conjunction' }).format(items),
  }
}
