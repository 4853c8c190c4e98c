import type { ColumnType, Generated } from 'kysely'
import type { DraftContent } from '@homeward/schema/submission.ts'

type Json<T> = ColumnType<T, string, string>

/** What is being written, what is said about it, and its documents (schema/migrations/0005_submissions.sql). */
export interface SubmissionTables {
  drafts: DraftsTable
  draft_editors: {
    revision_id: string
    window_id: string
    user_id: string
    seen_at: Generated<Date>
  }
  screening_answers: {
    revision_id: string
    key: string
    answer: 'public-role' | 'safe'
    why: string
    answered_by: string | null
    answered_at: Generated<Date>
  }
  comments: CommentsTable
  snapshots: {
    id: Generated<string>
    revision_id: string
    content: Json<object>
    taken_at: Generated<Date>
  }
  attachments: AttachmentsTable
  revision_attachments: { revision_id: string; attachment_id: string; position: number }
}

interface DraftsTable {
  revision_id: string
  city_id: string | null
  content: Json<DraftContent>
  version: Generated<number>
  based_on: string | null
  saved_by: string | null
  saved_at: Generated<Date>
}

interface CommentsTable {
  id: Generated<string>
  revision_id: string
  author_id: string | null
  speaks_as: 'city' | 'moderator'
  seen_by: Generated<'everyone' | 'moderators'>
  field: string | null
  text: string
  created_at: Generated<Date>
  resolved_at: Date | null
}

interface AttachmentsTable {
  id: Generated<string>
  entry_id: string
  file_name: string
  media_type: string
  bytes: number
  sha256: Buffer
  storage_key: string
  alternative_text: string | null
  owner: string | null
  extracted_text: string | null
  state: Generated<'waiting' | 'readable' | 'unreadable' | 'removed'>
  unreadable_because: string | null
  leftovers: Json<{ kind: string; count: number; detail?: string }[]>
  uploaded_by: string | null
  created_at: Generated<Date>
}
