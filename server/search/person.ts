import type { Question } from './question.ts'

/** Whether what was typed looks like a person's name. */
export function looksLikeAPerson(_question: Question): boolean {
  return false
}
