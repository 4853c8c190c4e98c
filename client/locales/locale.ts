import { pseudoLocale } from './pseudo.ts'

/** The languages that the interface speaks, by the prefix of their addresses; English has none. */
export const locales = { en: '', [pseudoLocale]: `/${pseudoLocale}` } as const
export type Locale = keyof typeof locales
