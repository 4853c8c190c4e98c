import type { Outcome, Source } from '@homeward/schema/entry.ts'
import type { Kind, SectionId } from '@homeward/schema/vocabulary.ts'

/** The text of an entry's original and the facts that belong to the entry. Codes and ids are as in the vocabulary. */
export interface OriginalFacts {
  slug: string
  kind: Kind
  language: string
  title: string
  summary: string
  sections: Partial<Record<SectionId, string>>
  organisation: string
  leadType: string
  partners: string[]
  country: string | null
  themes: string[]
  targetGroups: string[]
  stages: string[]
  evidence: string | null
  startYear: number | null
  endYear: number | null
  year: number | null
  /** ISO 8601 days. */
  dateFrom: string | null
  dateTo: string | null
  outcomes: Outcome[]
  means: { staff: string | null; money: string | null; agencies: string | null }
  confirmed: string | null
  origin: 'city' | 'editors'
  checked: string | null
  sources: Source[]
}
