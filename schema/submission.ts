import { Type, type Static } from 'typebox'
import { kinds, revisionStates, sectionIds } from './names.ts'
import type { EntryCard } from './entry.ts'
import { Passage } from './screening.ts'

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const closed = { additionalProperties: false } as const
const Time = Type.String({ format: 'date-time' })
/** Nothing typed is refused for its length while it is being written: how much is sent at once is limited. */
const anyText = Type.Optional(Type.String())
// Null first: what is sent is coerced to the first type that it could be.
const code = Type.Optional(Type.Union([Type.Null(), Type.String()]))
const codes = Type.Optional(Type.Array(Type.String()))
const DraftYear = Type.Optional(Type.Union([Type.Null(), Type.Integer(), Type.String()]))

/**
 * What is being written: any field may be missing, too long or wrong. Names are those of an entry. A field that is sent
 * replaces the one that is kept; `sections` and `means` are replaced section by section.
 */
export const DraftContent = Type.Object(
  {
    language: anyText,
    title: anyText,
    summary: anyText,
    organisation: anyText,
    leadType: code,
    partners: codes,
    country: code,
    citySlug: code,
    themes: codes,
    targetGroups: codes,
    stages: codes,
    evidence: code,
    startYear: DraftYear,
    endYear: DraftYear,
    year: DraftYear,
    dateFrom: code,
    dateTo: code,
    outcomes: Type.Optional(
      Type.Array(
        Type.Object({ outcome: anyText, finding: code, by: anyText, year: DraftYear }, closed),
      ),
    ),
    means: Type.Optional(
      Type.Object({ staff: anyText, money: anyText, agencies: anyText }, closed),
    ),
    sections: Type.Optional(
      Type.Object(Object.fromEntries(sectionIds.map((id) => [id, anyText])), closed),
    ),
    sources: Type.Optional(
      Type.Array(
        Type.Object({ title: anyText, publisher: anyText, year: DraftYear, url: anyText }, closed),
      ),
    ),
    checked: code,
    confirmed: code,
    notKnown: Type.Optional(
      Type.Array(Type.String(), {
        description: "Fields to which the answer is 'not known'",
      }),
    ),
    licence: Type.Optional(
      Type.Boolean({
        description: 'Agrees to CC BY 4.0, and knows that copies cannot be called back',
      }),
    ),
  },
  closed,
)

/** A year; a text where what was typed is none. */
export type DraftYear = number | string | null

export interface DraftOutcome {
  outcome?: string
  finding?: string | null
  by?: string
  year?: DraftYear
}
export interface DraftSource {
  title?: string
  publisher?: string
  year?: DraftYear
  url?: string
}
export interface DraftContent {
  language?: string
  title?: string
  summary?: string
  organisation?: string
  leadType?: string | null
  partners?: string[]
  country?: string | null
  citySlug?: string | null
  themes?: string[]
  targetGroups?: string[]
  stages?: string[]
  evidence?: string | null
  startYear?: DraftYear
  endYear?: DraftYear
  year?: DraftYear
  dateFrom?: string | null
  dateTo?: string | null
  outcomes?: DraftOutcome[]
  means?: { staff?: string; money?: string; agencies?: string }
  sections?: Partial<Record<(typeof sectionIds)[number], string>>
  sources?: DraftSource[]
  checked?: string | null
  confirmed?: string | null
  notKnown?: string[]
  licence?: boolean
}

/** A field that keeps a draft from being submitted, or that could still be filled. Texts are the interface's. */
export const Lack = Type.Object({
  field: Type.String({ examples: ['title', 'sections.approach', 'outcomes.0.finding'] }),
  fault: Type.Enum([
    'missing',
    'too-short',
    'too-long',
    'too-many',
    'unknown',
    'not-a-year',
    'order',
    'not-an-address',
    'not-a-day',
    'not-agreed',
    'no-alternative-text',
    'still-being-read',
    'needs-an-answer',
    'city-not-verified',
  ]),
  limit: Type.Optional(Type.Integer({ description: 'Most, or least with too-short' })),
  found: Type.Optional(Type.Integer()),
})
export type Lack = Static<typeof Lack>

export const Document = Type.Object(
  {
    id: Type.String(),
    fileName: Type.String(),
    mediaType: Type.String(),
    bytes: Type.Integer(),
    sha256: Type.String({ description: 'Hexadecimal' }),
    alternativeText: nullable(Type.String()),
    owner: nullable(Type.String({ description: 'Whose the document is' })),
    state: Type.Enum(['waiting', 'readable', 'unreadable', 'removed']),
    unreadableBecause: nullable(Type.String()),
    leftovers: Type.Array(
      Type.Object({
        kind: Type.String({ examples: ['tracked-changes', 'hidden-sheets', 'author'] }),
        count: Type.Integer(),
        detail: Type.Optional(
          Type.Array(Type.String(), { description: 'Names that help to find it' }),
        ),
      }),
      { description: 'What is still in it and could not be taken out' },
    ),
    removed: Type.Array(Type.Object({ kind: Type.String(), count: Type.Integer() }), {
      description: 'What was taken out of it',
    }),
    live: Type.Boolean({ description: 'Already published with the entry' }),
  },
  { $id: 'Document' },
)
export type Document = Static<typeof Document>

export const DocumentChange = Type.Object(
  {
    alternativeText: Type.Optional(nullable(Type.String({ maxLength: 1000 }))),
    owner: Type.Optional(nullable(Type.String({ maxLength: 300 }))),
    fileName: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
  },
  closed,
)
export type DocumentChange = Static<typeof DocumentChange>

/** One line of 'mine'. */
export const SubmissionSummary = Type.Object({
  id: Type.String(),
  kind: Type.Enum([...kinds]),
  state: Type.Enum([...revisionStates]),
  title: nullable(Type.String()),
  language: Type.String(),
  city: nullable(Type.Object({ slug: Type.String(), name: Type.String() })),
  entry: nullable(
    Type.Object({ slug: Type.String(), title: Type.String() }, { description: 'What is live' }),
  ),
  savedAt: Time,
  submittedAt: nullable(Time),
  decidedAt: nullable(Time),
  comments: Type.Integer({ description: 'Open ones' }),
})
export type SubmissionSummary = Static<typeof SubmissionSummary>

export const SubmissionList = Type.Object(
  { submissions: Type.Array(SubmissionSummary), next: nullable(Type.String()) },
  { $id: 'SubmissionList' },
)
export type SubmissionList = Static<typeof SubmissionList>

/** A window in which a submission is open, other than the one that asks. */
export const Other = Type.Object({
  name: Type.String(),
  since: Time,
  you: Type.Boolean({ description: 'Another window of your own' }),
})
export type Other = Static<typeof Other>

/** A submission as its team and moderators see it. `version` is also its ETag. */
export const Submission = Type.Object(
  {
    id: Type.String(),
    kind: Type.Enum([...kinds]),
    state: Type.Enum([...revisionStates]),
    version: Type.Integer(),
    translation: Type.Boolean({
      description: 'Holds text only: title, summary and sections; the rest belongs to the original',
    }),
    origin: Type.Enum(['city', 'editors']),
    content: DraftContent,
    city: nullable(
      Type.Object({
        slug: Type.String(),
        name: Type.String(),
        country: Type.String(),
        status: Type.String(),
      }),
    ),
    entry: nullable(Type.Object({ slug: Type.String(), title: Type.String() })),
    documents: Type.Array(Document),
    lacks: Type.Array(Lack, { description: 'What keeps it from being submitted' }),
    saved: Type.Object({
      at: Time,
      by: nullable(Type.String({ description: 'Name' })),
      you: Type.Boolean(),
    }),
    others: Type.Array(Other, { description: 'Who else has it open now' }),
    may: Type.Array(Type.String(), {
      description: 'Acts that the one who asks may do now: edit, submit, withdraw, delete, comment',
    }),
    submittedAt: nullable(Time),
  },
  { $id: 'Submission' },
)
export type Submission = Omit<Static<typeof Submission>, 'content'> & { content: DraftContent }

export const NewSubmission = Type.Object(
  {
    city: Type.Optional(
      Type.String({
        maxLength: 120,
        description: 'Slug of a city whose team you are of; moderators may write without one',
      }),
    ),
    kind: Type.Optional(
      Type.Enum([...kinds], { description: 'A practice by default; the others are moderators’' }),
    ),
    language: Type.Optional(Type.String({ maxLength: 35 })),
    from: Type.Optional(
      Type.String({ format: 'uuid', description: 'A withdrawn or rejected one to begin from' }),
    ),
  },
  closed,
)

const Window = Type.String({ format: 'uuid', description: 'Of the one who asks, made by it' })
/** Names the window that asks, so that it is not among the others. */
export const WindowQuery = Type.Object({ window: Type.Optional(Window) }, closed)

/** A window says that it is open, every ten seconds or so, or that it is being left. */
export const Presence = Type.Object(
  { window: Window, leaving: Type.Optional(Type.Boolean()) },
  closed,
)

export const PresenceAnswer = Type.Object(
  {
    version: Type.Integer(),
    state: Type.Enum([...revisionStates]),
    saved: Type.Object({ at: Time, by: nullable(Type.String()), you: Type.Boolean() }),
    others: Type.Array(Other),
  },
  { $id: 'PresenceAnswer' },
)
export type PresenceAnswer = Static<typeof PresenceAnswer>

export const SubmissionsQuery = Type.Object(
  {
    state: Type.Optional(Type.Array(Type.Enum([...revisionStates]), { maxItems: 10 })),
    city: Type.Optional(Type.String({ maxLength: 120 })),
    after: Type.Optional(Type.String({ maxLength: 200, description: "'next' of the page before" })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  },
  closed,
)

/** Begins a revision of what is live. */
export const NewRevision = Type.Object(
  {
    language: Type.Optional(
      Type.String({ maxLength: 35, description: 'BCP 47 tag; the original language by default' }),
    ),
  },
  closed,
)

/** Published entries that look like the same practice. */
export const Similar = Type.Object(
  {
    entries: Type.Array(
      Type.Object({
        card: Type.Ref('EntryCard'),
        why: Type.Array(Type.Enum(['same-city', 'same-country', 'similar-title', 'same-words'])),
      }),
    ),
  },
  { $id: 'Similar' },
)
export interface Similar {
  entries: {
    card: EntryCard
    why: ('same-city' | 'same-country' | 'similar-title' | 'same-words')[]
  }[]
}

/** The languages that moderators say they read, most common first. */
export const ModeratorLanguages = Type.Object(
  { languages: Type.Array(Type.String()) },
  { $id: 'ModeratorLanguages' },
)

export const Comment = Type.Object(
  {
    id: Type.String(),
    by: nullable(Type.String({ description: "The person's name; null where the account is gone" })),
    speaksAs: Type.Enum(['city', 'moderator', 'reviewer']),
    seenBy: Type.Enum(['everyone', 'moderators']),
    field: nullable(Type.String()),
    text: Type.String(),
    answerTo: nullable(Type.String({ description: 'Id of the comment that it answers' })),
    createdAt: Time,
    resolvedAt: nullable(Time),
    you: Type.Boolean(),
  },
  { $id: 'Comment' },
)
export type Comment = Static<typeof Comment>

export const NewComment = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: 5000, pattern: '\\S' }),
    field: Type.Optional(nullable(Type.String({ maxLength: 60 }))),
    seenBy: Type.Optional(Type.Enum(['everyone', 'moderators'])),
    answerTo: Type.Optional(
      nullable(
        Type.String({
          format: 'uuid',
          description:
            'A comment that this answers: it stands on the same field, for the same people',
        }),
      ),
    ),
  },
  closed,
)
export type NewComment = Static<typeof NewComment>

/** Says that a comment is done with, or opens it again; what answers it goes with it. */
export const CommentChange = Type.Object({ resolved: Type.Boolean() }, closed)

/** What the author says of a passage that the screening marked. */
export const ScreeningAnswer = Type.Object(
  {
    answer: Type.Enum(['public-role', 'safe']),
    why: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }),
  },
  closed,
)
export type ScreeningAnswer = Static<typeof ScreeningAnswer>

/** A passage that the screening marked, with what was said to it. */
export const ScreenedPassage = Type.Object({
  ...Passage.properties,
  answer: nullable(
    Type.Object({
      answer: Type.Enum(['public-role', 'safe']),
      why: Type.String(),
      by: nullable(Type.String()),
      at: Time,
    }),
  ),
})
export type ScreenedPassage = Static<typeof ScreenedPassage>

export const Screening = Type.Object(
  {
    passages: Type.Array(ScreenedPassage),
    unanswered: Type.Integer(),
    reading: Type.Array(Type.String(), {
      description: 'Ids of documents whose text is still being read',
    }),
    note: Type.String({ description: 'That it can miss things' }),
  },
  { $id: 'Screening' },
)
export type Screening = Static<typeof Screening>

export const CommentList = Type.Object({ comments: Type.Array(Comment) }, { $id: 'CommentList' })
export type CommentList = Static<typeof CommentList>

export const DocumentList = Type.Object(
  { documents: Type.Array(Document), bytes: Type.Integer() },
  { $id: 'DocumentList' },
)
export type DocumentList = Static<typeof DocumentList>
