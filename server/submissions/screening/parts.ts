import type { DraftContent } from '@homeward/schema/submission.ts'
import type { ScreenedPart } from './screen.ts'

/** A document with a draft: its name, the text for its picture or link, and the text that was read out of it. */
export interface ScreenedDocument {
  id: string
  fileName: string
  /** What stands for a picture for those who cannot see it; a document's title. */
  description?: string | null
  text?: string | null
}

/**
 * All texts of a draft in which somebody may be named, in the order of the form, documents last. Parts are named as
 * fields are ('sections.results', 'outcomes.2.outcome'), those of documents 'attachments.<id>.fileName', `.description`
 * and `.text`.
 */
export function partsOf(
  content: DraftContent,
  documents: readonly ScreenedDocument[] = [],
): ScreenedPart[] {
  const language = content.language ?? 'en'
  const parts: ScreenedPart[] = []
  const add = (part: string, text: string | null | undefined) => {
    if (text) parts.push({ part, language, text })
  }
  add('title', content.title)
  add('summary', content.summary)
  add('organisation', content.organisation)
  content.partners?.forEach((partner, n) => add(`partners.${n}`, partner))
  for (const [id, text] of Object.entries(content.sections ?? {})) add(`sections.${id}`, text)
  content.outcomes?.forEach(({ outcome, by }, n) => {
    add(`outcomes.${n}.outcome`, outcome)
    add(`outcomes.${n}.by`, by)
  })
  for (const part of ['staff', 'money', 'agencies'] as const) {
    add(`means.${part}`, content.means?.[part])
  }
  content.sources?.forEach(({ title, publisher, url }, n) => {
    add(`sources.${n}.title`, title)
    add(`sources.${n}.publisher`, publisher)
    add(`sources.${n}.url`, url)
  })
  for (const { id, fileName, description, text } of documents) {
    add(`attachments.${id}.fileName`, fileName)
    add(`attachments.${id}.description`, description)
    add(`attachments.${id}.text`, text)
  }
  return parts
}
