import type { Generated, GeneratedAlways } from 'kysely'
import type { EndReason, Kind, RunningAnswer } from '@homeward/schema/names.ts'

/** What waits for moderators and what comes of it (schema/migrations/0006_moderation.sql). */
export interface ModerationTables {
  queue: QueueTable
  looks: { user_id: string; item_id: string; at: Generated<Date> }
  revision_writers: { revision_id: string; user_id: string; since: Generated<Date> }
  decision_log_end: { only: Generated<boolean>; number: number; hash: Buffer }
  checklists: ChecklistsTable
  suggestions: SuggestionsTable
  reviewers: ReviewersTable
  verdicts: VerdictsTable
  appeals: AppealsTable
  reports: ReportsTable
  redactions: RedactionsTable
  considered: { revision_id: string; agreed_by: string | null; agreed_at: Generated<Date> }
  confirmations: ConfirmationsTable
  running_askings: {
    id: Generated<string>
    city_id: string
    asked_at: Generated<Date>
    expires_at: Date
  }
  running_links: { token_hash: Buffer; asking_id: string; user_id: string }
  vain_searches: { hash: Buffer; day: string }
  missing_knowledge: {
    hash: Buffer
    query: string
    days: number
    last_day: string
    dismissed_at: Date | null
    dismissed_by: string | null
  }
}

interface QueueTable {
  id: string
  kind: 'submission' | 'entry-request' | 'report' | 'appeal'
  entry_id: string | null
  revision_id: string | null
  state: string
  urgent: Generated<boolean>
  waiting_since: Date
  changed_at: Generated<Date>
  title: string
  entry_kind: Kind
  country: string | null
  language: string
  city_id: string | null
  themes: Generated<string[]>
  claimed_by: string | null
  claimed_until: Date | null
  waits: GeneratedAlways<boolean>
}

interface ChecklistsTable {
  revision_id: string
  item: 'is-practice' | 'approach' | 'evidence' | 'harm' | 'sources'
  answer: 'yes' | 'no' | 'unsure'
  note: string | null
  answered_by: string | null
  answered_at: Generated<Date>
}

interface SuggestionsTable {
  id: Generated<string>
  revision_id: string
  field: string
  before: string
  proposed: string
  why: string | null
  suggested_by: string | null
  suggested_at: Generated<Date>
  state: Generated<'open' | 'accepted' | 'declined' | 'withdrawn'>
  decided_by: string | null
  decided_at: Date | null
}

interface ReviewersTable {
  id: Generated<string>
  revision_id: string
  email: string
  asked_as: 'peer' | 'expert' | 'lived-experience'
  token_hash: Buffer
  invited_by: string | null
  invited_at: Generated<Date>
  expires_at: Date
  user_id: string | null
  named_to_city: Generated<boolean>
  credited_as: string | null
  recommendation: 'publish' | 'change' | 'do-not-publish' | null
  text: string | null
  given_at: Date | null
}

interface VerdictsTable {
  id: Generated<string>
  revision_id: string
  verdict: 'changes-requested' | 'approved' | 'rejected'
  reason: string | null
  text: string | null
  decided_by: string | null
  decided_at: Generated<Date>
}

interface AppealsTable {
  revision_id: string
  text: string
  appealed_by: string | null
  appealed_at: Generated<Date>
  outcome: 'upheld' | 'overturned' | null
  reason: string | null
  decided_by: string | null
  decided_at: Date | null
}

interface ReportsTable {
  id: Generated<string>
  entry_id: string
  kind: 'mistake' | 'danger'
  text: string
  reply_to: string | null
  state: Generated<'open' | 'done'>
  outcome: 'corrected' | 'taken-down' | 'nothing-to-do' | 'hidden' | null
  note: string | null
  reported_at: Generated<Date>
  decided_by: string | null
  decided_at: Date | null
}

interface RedactionsTable {
  id: Generated<string>
  entry_id: string
  kind: 'passage' | 'document'
  hash: Buffer
  length: number | null
  redacted_by: string | null
  redacted_at: Generated<Date>
}

interface ConfirmationsTable {
  id: Generated<string>
  entry_id: string
  city_id: string
  asking_id: string | null
  asked_at: Generated<Date>
  end_year_before: number | null
  answered_at: Date | null
  answered_by: string | null
  answer: RunningAnswer | null
  ended_because: EndReason | null
  note: string | null
}
