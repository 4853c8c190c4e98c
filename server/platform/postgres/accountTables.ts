import type { ColumnType, Generated } from 'kysely'
import type { Role } from '@homeward/schema/names.ts'
import type { NewsMail } from '@homeward/schema/news.ts'

/** Accounts, what was tried too often, the decision log, and news (schema/migrations/, 0003 and 0010). */
export interface AccountTables {
  users: UsersTable
  sessions: SessionsTable
  passkeys: {
    id: Generated<string>
    user_id: string
    name: string | null
    created_at: Generated<Date>
  }
  verifications: { id: Generated<string>; identifier: string; value: string; expires_at: Date }
  two_factors: { id: Generated<string>; user_id: string; verified: boolean }
  administrator_links: {
    token_hash: Buffer
    email: string | null
    expires_at: Date
    used_at: Date | null
  }
  attempts: { key: string; points: number; expire: number | null }
  decisions: DecisionsTable
  news: NewsTable
}

interface UsersTable {
  id: Generated<string>
  name: string
  email: string
  email_verified: Generated<boolean>
  two_factor_enabled: Generated<boolean>
  role: Generated<Role>
  language: Generated<string>
  reads: Generated<string[]>
  news_mail: Generated<NewsMail>
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

interface SessionsTable {
  id: Generated<string>
  user_id: string
  token: string
  factors: Generated<number>
  user_agent: string | null
  expires_at: Date
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

interface NewsTable {
  id: Generated<string>
  user_id: string
  template: string
  details: ColumnType<Record<string, string>, string, never>
  path: string
  at: Generated<Date>
  read_at: Date | null
  for_digest: Generated<boolean>
}

type SetByTrigger<T> = ColumnType<T, never, never>

interface DecisionsTable {
  number: SetByTrigger<number>
  at: SetByTrigger<Date>
  actor_id: string | null
  act: string
  subject_kind: string
  subject_id: string
  details: ColumnType<Record<string, unknown>, string, never>
  previous_hash: SetByTrigger<Buffer>
  hash: SetByTrigger<Buffer>
}
