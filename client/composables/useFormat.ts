import { useI18n } from 'vue-i18n'

/** Dates, numbers and names in the reader's language. */
export function useFormat() {
  const { locale } = useI18n()
  return {
    number: (value: number) => new Intl.NumberFormat(locale.value).format(value),
    /** @param day ISO 8601 day or time */
    day: (day: string) =>
      new Intl.DateTimeFormat(locale.value, { dateStyle: 'long', timeZone: 'UTC' }).format(
        new Date(day),
      ),
    /** 'English', of 'en'. */
    language: (tag: string) =>
      new Intl.DisplayNames([locale.value], { type: 'language' }).of(tag) ?? tag,
    list: (items: string[]) =>
      new Intl.ListFormat(locale.value, { type: 'conjunction' }).format(items),
  }
}
