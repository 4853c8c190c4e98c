import type { Generated } from 'kysely'
import type { CityRole, CityStatus, EntryRequestKind } from '@homeward/schema/names.ts'

/** Cities, their teams, and what is asked of and by them (schema/migrations/0004_cities.sql). */
export interface CityTables {
  cities: CitiesTable
  city_members: { city_id: string; user_id: string; role: CityRole; since: Generated<Date> }
  city_invitations: CityInvitationsTable
  city_requests: CityRequestsTable
  entry_requests: EntryRequestsTable
  questions: QuestionsTable
}

interface CitiesTable {
  id: Generated<string>
  slug: string
  country: string
  name: string
  status: Generated<CityStatus>
  latitude: number | null
  longitude: number | null
  population: number | null
  website: string | null
  about: string | null
  languages: Generated<string[]>
  email_domain: string | null
  verified_at: Date | null
  listed: Generated<boolean>
  version: Generated<number>
}

interface CityInvitationsTable {
  id: Generated<string>
  city_id: string
  email: string
  role: CityRole
  token_hash: Buffer
  invited_by: string | null
  created_at: Generated<Date>
  expires_at: Date
  answered_at: Date | null
}

interface CityRequestsTable {
  id: Generated<string>
  city_id: string
  asked_by: string | null
  website: string
  email_domain: string
  work: string
  latitude: number | null
  longitude: number | null
  state: Generated<'asked' | 'verified' | 'refused' | 'withdrawn'>
  reason: string | null
  created_at: Generated<Date>
  decided_at: Date | null
  decided_by: string | null
}

interface EntryRequestsTable {
  id: Generated<string>
  entry_id: string
  city_id: string
  kind: EntryRequestKind
  text: string
  signed: string | null
  asked_by: string | null
  state: Generated<'asked' | 'accepted' | 'declined' | 'withdrawn'>
  reason: string | null
  created_at: Generated<Date>
  decided_at: Date | null
  decided_by: string | null
}

interface QuestionsTable {
  id: Generated<string>
  city_id: string
  entry_id: string | null
  asked_by: string
  text: string
  created_at: Generated<Date>
  answer: string | null
  answered_by: string | null
  answered_at: Date | null
}
