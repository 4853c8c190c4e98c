import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { EndReason } from '@homeward/schema/names.ts'
import type { Kind, SectionId, TermKind } from '@homeward/schema/vocabulary.ts'
import type { AccountTables } from './accountTables.ts'
import type { CityTables } from './cityTables.ts'
import type { ModerationTables } from './moderationTables.ts'
import type { SubmissionTables } from './submissionTables.ts'

/** The tables as schema/migrations/ makes them. Days are strings (ISO 8601), times are Dates, bigint is a number. */
export interface Tables extends AccountTables, CityTables, ModerationTables, SubmissionTables {
  countries: CountriesTable
  terms: TermsTable
  synonyms: SynonymsTable
  seeded_synonyms: { hash: string }
  entries: EntriesTable
  old_slugs: { slug: string; entry_id: string }
  revisions: RevisionsTable
  revision_terms: { revision_id: string; kind: string; term: string; position: number }
  outcomes: OutcomesTable
  published_entries: PublishedEntriesTable
  search_postings: { lexeme: string; entry_id: string; impact: number }
  search_words: { word: string; lexeme: string }
  search_languages: { language: string; dictionary: string }
  search_indexes: { name: string; settings_version: string; built_at: Date }
}

export type Json<T> = ColumnType<T, string, string>

interface CountriesTable {
  code: string
  region: string
  subregion: string
  latitude: number
  longitude: number
  names: string[]
}

interface TermsTable {
  kind: TermKind
  id: string
  position: number
  labels: Json<Record<string, string>>
  about: Json<Record<string, string>>
  retired: Generated<boolean>
  merged_into: string | null
  seeded_hash: string | null
  version: Generated<number>
}

interface SynonymsTable {
  id: Generated<string>
  direction: 'both' | 'one-way'
  sources: string[]
  targets: string[]
  seeded_hash: string | null
  version: Generated<number>
}

interface EntriesTable {
  id: Generated<string>
  slug: string
  kind: Kind
  original_language: string
  version: Generated<number>
  first_published_at: Date | null
  changed_at: Date | null
  taken_down_at: Date | null
  taken_down_reason: string | null
  title_hidden: Generated<boolean>
  merged_into: string | null
  ended_because: EndReason | null
  seeded_hash: string | null
  seeded_revision: string | null
}

export interface RevisionsTable {
  id: Generated<string>
  entry_id: string
  kind: Kind
  language: string
  original_of: string | null
  number: number
  state: string
  author_id: string | null
  title: string | null
  summary: string | null
  sections: Json<Partial<Record<SectionId, string>>>
  organisation: string | null
  partners: string[] | null
  country: string | null
  city_id: string | null
  lead_type: string | null
  evidence: string | null
  start_year: number | null
  end_year: number | null
  year: number | null
  date_from: string | null
  date_to: string | null
  means_staff: string | null
  means_money: string | null
  means_agencies: string | null
  confirmed: string | null
  origin: 'city' | 'editors' | null
  checked: string | null
  sources: ColumnType<
    { title: string; publisher: string; year: number | null; url: string | null }[] | null,
    string | null | undefined,
    string | null
  >
  created_at: Generated<Date>
  updated_at: Generated<Date>
  submitted_at: Date | null
  decided_at: Date | null
  published_at: Date | null
  licence_agreed_at: Date | null
  lead_type_kind: GeneratedAlways<string>
  evidence_kind: GeneratedAlways<string>
}

interface OutcomesTable {
  revision_id: string
  position: number
  outcome: string
  finding: string
  finding_kind: GeneratedAlways<string>
  found_by: string
  year: number | null
}

export interface PublishedEntriesTable {
  entry_id: string
  slug: string
  version: number
  /** Which rendering (server/entries/rendering.ts) made the texts below. */
  rendering: number
  etag: string
  /** The answer of GET /api/v1/entries/:slug, as JSON. */
  entry: string
  /** An EntryCard, as JSON. */
  card: string
  title: string
  summary: string
  /** The sections as plain text. */
  passages: Json<string[]>
  title_key: string
  kind: string
  country: string | null
  region: string | null
  city: string | null
  city_size: string | null
  themes: string[]
  target_groups: string[]
  stages: string[]
  evidence: string | null
  findings: string[]
  lead_type: string
  origin: string
  running: string | null
  languages: string[]
  year_from: number | null
  year_to: number | null
  published_at: Date
  changed_at: Date
}
