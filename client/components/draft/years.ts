import type { DraftYear } from '@homeward/schema/submission.ts'

/** What was typed where a year is asked for: a number where it is one, else the text as it is. */
export function yearOf(text: string): DraftYear {
  if (text.trim() === '') return null
  return /^\d{1,6}$/.test(text) ? Number(text) : text
}
