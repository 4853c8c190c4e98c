import { Type, type Static } from 'typebox'
import { kinds, revisionStates, sectionIds } from './names.ts'

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const closed = { additionalProperties: false } as const
const Time = Type.String({ format: 'date-time' })
/** Nothing typed is refused for its length while it is being written: this only keeps out what is no text at all. */
const anyText = Type.Optional(Type.String({ maxLength: 200_000 }))
const code = Type.Optional(nullable(Type.String({ maxLength: 120 })))
const codes = Type.Optional(Type.Array(Type.String({ maxLength: 120 }), { maxItems: 100 }))
const DraftYear = Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: 9999 })))

/**
 * What is being written: any field may be missing, too long or wrong. Names are those of an entry. A field that is sent
 * replaces the one that is kept; `sections` and `means` are replaced section by section.
 */
export const DraftContent = Type.Object(
  {
    language: Type.Optional(Type.String({ maxLength: 35 })),
    title: anyText,
    summary: anyText,
    organisation: anyText,
    leadType: code,
    partners: Type.Optional(Type.Array(Type.String({ maxLength: 2000 }), { maxItems: 200 })),
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
        { maxItems: 100 },
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
        { maxItems: 200 },
      ),
    ),
    checked: code,
    confirmed: code,
    notKnown: Type.Optional(
      Type.Array(Type.String({ maxLength: 60 }), {
        maxItems: 40,
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

interface DraftOutcome {
  outcome?: string
  finding?: string | null
  by?: string
  year?: number | null
}
interface DraftSource {
  title?: string
  publisher?: string
  year?: number | null
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
  startYear?: number | null
  endYear?: number | null
  year?: number | null
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
        kind: Type.String(),
        count: Type.Integer(),
        detail: Type.Optional(Type.String()),
      }),
      { description: 'What is still in it and could not be taken out' },
    ),
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

/** A submission as its team and moderators see it. `version` is also its ETag. */
export const Submission = Type.Object(
  {
    id: Type.String(),
    kind: Type.Enum([...kinds]),
    state: Type.Enum([...revisionStates]),
    version: Type.Integer(),
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
    others: Type.Array(Type.Object({ name: Type.String(), since: Time }), {
      description: 'Who else has it open now',
    }),
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
    city: Type.String({ maxLength: 120 }),
    language: Type.Optional(Type.String({ maxLength: 35 })),
    from: Type.Optional(
      Type.String({ format: 'uuid', description: 'A withdrawn or rejected one to begin from' }),
    ),
  },
  closed,
)

export const Presence = Type.Object({ window: Type.String({ format: 'uuid' }) }, closed)

export const Comment = Type.Object(
  {
    id: Type.String(),
    by: nullable(Type.String({ description: "The person's name; null where the account is gone" })),
    speaksAs: Type.Enum(['city', 'moderator']),
    seenBy: Type.Enum(['everyone', 'moderators']),
    field: nullable(Type.String()),
    text: Type.String(),
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
  },
  closed,
)
export type NewComment = Static<typeof NewComment>

/** What the author says of a passage that the screening marked. */
export const ScreeningAnswer = Type.Object(
  {
    answer: Type.Enum(['public-role', 'safe']),
    why: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }),
  },
  closed,
)
export type ScreeningAnswer = Static<typeof ScreeningAnswer>
