import type { ColumnType, Generated } from 'kysely'
import type { Passage } from '@homeward/schema/screening.ts'
import type { DraftContent } from '@homeward/schema/submission.ts'

type Json<T> = ColumnType<T, string, string>

/** What is being written, what is said about it, and its documents (schema/migrations/0005_submissions.sql). */
export interface SubmissionTables {
  drafts: DraftsTable
  draft_editors: {
    revision_id: string
    window_id: string
    user_id: string
    opened_at: Generated<Date>
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
  snapshots: SnapshotsTable
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

interface SnapshotsTable {
  id: Generated<string>
  revision_id: string
  content: ColumnType<DraftContent, string, never>
  documents: ColumnType<SnapshotDocument[], string, never>
  passages: ColumnType<SnapshotPassage[], string, never>
  version: ColumnType<number, number, never>
  taken_by: string | null
  taken_at: Generated<Date>
}

/** A document as it was when its entry was handed in. */
export interface SnapshotDocument {
  id: string
  fileName: string
  mediaType: string
  bytes: number
  /** Hexadecimal. */
  sha256: string
  alternativeText: string | null
  owner: string | null
}

/** A passage that the screening marked, and what the author said to it. */
export interface SnapshotPassage extends Passage {
  answer: 'public-role' | 'safe'
  why: string
}

interface CommentsTable {
  id: Generated<string>
  revision_id: string
  author_id: string | null
  speaks_as: 'city' | 'moderator' | 'reviewer'
  seen_by: Generated<'everyone' | 'moderators'>
  field: string | null
  text: string
  created_at: Generated<Date>
  resolved_at: Date | null
  answer_to: string | null
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
  leftovers: Json<{ kind: string; count: number; detail?: string[] }[]>
  removed: Json<{ kind: string; count: number }[]>
  passages: ColumnType<Passage[] | null, string | null | undefined, string | null>
  screening: number | null
  uploaded_by: string | null
  created_at: Generated<Date>
}
