import { scaleKinds, type TermKind } from '@homeward/schema/names.ts'
import type { KeptTerm } from '@homeward/schema/vocabularyAdmin.ts'
import { invalid, ProblemError } from '../platform/http/problems.ts'
import { fold } from '../search/words.ts'

const scales: ReadonlySet<TermKind> = new Set(scaleKinds)

/** @throws ProblemError 409 where the terms of a kind are a scale */
export function checkNotScale(kind: TermKind): void {
  if (!scales.has(kind)) return
  throw new ProblemError(
    409,
    'fixed-scale',
    'The steps of this scale are fixed',
    'How sure one can be and which way an outcome went are scales that every page draws: their labels and meanings can be changed, but no step added, merged or retired.',
  )
}

export interface TermTexts {
  labels: Record<string, string>
  about: Record<string, string>
}

/** Texts as they are kept: NFC, one line, without languages whose text is empty. */
export function tidyTexts({ labels, about }: TermTexts): TermTexts {
  return { labels: tidied(labels), about: tidied(about) }
}

function tidied(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([language, text]) => {
      const line = text.normalize('NFC').replace(/\s+/g, ' ').trim()
      return line === '' ? [] : [[language, line]]
    }),
  )
}

/**
 * @param others the terms of the same kind, without the one whose texts these are
 * @throws ProblemError 400 where the English is missing, or a label is another term's in the same language
 */
export function checkTexts({ labels, about }: TermTexts, others: KeptTerm[]): void {
  const missing = Object.entries({ labels, about }).flatMap(([field, texts]) =>
    texts['en'] === undefined
      ? [
          {
            field: `${field}.en`,
            message: 'Please give it in English: other languages fall back on it.',
          },
        ]
      : [],
  )
  const twice = Object.entries(labels).flatMap(([language, label]) => {
    const same = others.find(
      (term) => !term.retired && fold(term.labels[language] ?? '') === fold(label),
    )
    return same
      ? [
          {
            field: `labels.${language}`,
            message: `'${label}' is the label of '${same.id}' already. Give it another, or merge the two.`,
          },
        ]
      : []
  })
  if (missing.length + twice.length > 0) throw invalid([...missing, ...twice])
}
