import { Type, type Static } from 'typebox'
import { kinds, reportKinds, reportOutcomes, takeDownReasons } from './names.ts'

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const closed = { additionalProperties: false } as const
const Time = Type.String({ format: 'date-time' })
const Id = Type.String({ format: 'uuid' })
const Note = Type.Optional(
  Type.String({
    maxLength: 2000,
    description: 'For colleagues: it stands in the decision log. Name nobody in it',
  }),
)

/** The version of an entry that the moderator saw. */
export const Seen = Type.Object(
  { version: Type.Integer({ minimum: 0 }) },
  {
    ...closed,
    description: 'As GET /api/v1/moderation/entries/:slug gave it: 409 where it is another by now',
  },
)

/** An entry as moderators see it, published or not. */
export const KeptEntry = Type.Object(
  {
    slug: Type.String(),
    kind: Type.Enum([...kinds]),
    title: nullable(Type.String({ description: 'Of the live revision of its original' })),
    origin: nullable(Type.Enum(['city', 'editors'])),
    city: nullable(Type.Object({ slug: Type.String(), name: Type.String() })),
    version: Type.Integer({ description: 'What an act sends back as `seen`' }),
    live: Type.Boolean(),
    takenDown: nullable(
      Type.Object({
        at: Time,
        reason: Type.Enum([...takeDownReasons]),
        titleHidden: Type.Boolean(),
      }),
    ),
    mergedInto: nullable(Type.Object({ slug: Type.String(), title: nullable(Type.String()) })),
    terms: Type.Object({
      themes: Type.Array(Type.String()),
      targetGroups: Type.Array(Type.String()),
      stages: Type.Array(Type.String()),
      leadType: nullable(Type.String()),
      evidence: nullable(Type.String()),
    }),
    documents: Type.Array(
      Type.Object({ id: Type.String(), fileName: Type.String(), mediaType: Type.String() }),
    ),
    earlier: Type.Array(
      Type.Object({
        id: Type.String(),
        number: Type.Integer(),
        language: Type.String(),
        title: nullable(Type.String()),
        publishedAt: nullable(Time),
        live: Type.Boolean(),
      }),
      { description: 'What was published, newest first: at most 100' },
    ),
    openReports: Type.Integer(),
    redactions: Type.Integer(),
  },
  { $id: 'KeptEntry' },
)
export type KeptEntry = Static<typeof KeptEntry>

export const TakeDown = Type.Object(
  {
    seen: Seen,
    reason: Type.Enum(takeDownReasons.filter((reason) => reason !== 'merged')),
    hideTitle: Type.Optional(
      Type.Boolean({
        description: 'Where the title itself could harm: the address does not say it',
      }),
    ),
    note: Note,
  },
  closed,
)
export type TakeDown = Static<typeof TakeDown>

export const Restoring = Type.Object({ seen: Seen, note: Note }, closed)
export type Restoring = Static<typeof Restoring>

export const Returning = Type.Object(
  {
    seen: Seen,
    revision: Type.String({ format: 'uuid', description: 'One that was published before' }),
    note: Note,
  },
  closed,
)
export type Returning = Static<typeof Returning>

const terms = (most: number) =>
  Type.Optional(
    Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: most, uniqueItems: true }),
  )
export const TermsChange = Type.Object(
  {
    seen: Seen,
    themes: terms(5),
    targetGroups: terms(5),
    stages: terms(4),
    leadType: Type.Optional(Type.String({ maxLength: 60 })),
    evidence: Type.Optional(Type.String({ maxLength: 60 })),
    note: Type.String({
      minLength: 1,
      maxLength: 2000,
      pattern: '\\S',
      description: 'The city reads it',
    }),
  },
  closed,
)
export type TermsChange = Static<typeof TermsChange>

export const Merging = Type.Object(
  {
    seen: Seen,
    into: Type.String({ maxLength: 200, description: 'Slug of the entry that stays' }),
    note: Note,
  },
  closed,
)
export type Merging = Static<typeof Merging>

/** A passage as it stands in the text, or a document by its id. The log never repeats it. */
export const Redaction = Type.Union([
  Type.Object(
    {
      seen: Seen,
      kind: Type.Literal('passage'),
      text: Type.String({ minLength: 3, maxLength: 5000 }),
    },
    closed,
  ),
  Type.Object({ seen: Seen, kind: Type.Literal('document'), document: Id }, closed),
])
export type Redaction = Static<typeof Redaction>

/** Where a passage stands, asked before it is taken out. */
export const PassageSought = Type.Object(
  { text: Type.String({ minLength: 3, maxLength: 5000 }) },
  closed,
)
export const PassageFound = Type.Object(
  {
    places: Type.Integer({ description: 'In how many places it stands' }),
    shown: Type.Array(
      Type.Object({
        table: Type.String({ examples: ['revisions', 'snapshots', 'comments'] }),
        before: Type.String(),
        passage: Type.String(),
        after: Type.String(),
      }),
      { description: 'The first of them, with what is around' },
    ),
    inDocuments: Type.Array(Type.Object({ id: Type.String(), fileName: Type.String() })),
  },
  { $id: 'PassageFound' },
)
export type PassageFound = Static<typeof PassageFound>

export const Redacted = Type.Object(
  {
    places: Type.Integer({ description: 'In how many places it stood' }),
    inDocuments: Type.Array(Type.Object({ id: Type.String(), fileName: Type.String() }), {
      description:
        'Documents whose file has the passage in it: a file is not rewritten, so each stays until it is taken out as a whole',
    }),
    entry: Type.Ref('KeptEntry'),
  },
  { $id: 'Redacted' },
)
export interface Redacted {
  places: number
  inDocuments: { id: string; fileName: string }[]
  entry: KeptEntry
}

// Reports -------------------------------------------------------------------------------------------

/** What anyone tells the editors of an entry, without an account. */
export const NewReport = Type.Object(
  {
    kind: Type.Enum([...reportKinds], { description: "'danger': to someone, now" }),
    text: Type.String({ minLength: 1, maxLength: 5000, pattern: '\\S' }),
    replyTo: Type.Optional(
      Type.String({
        format: 'email',
        maxLength: 254,
        description:
          'Where an answer may be sent. Only moderators see it, and it goes once the report is closed',
      }),
    ),
  },
  closed,
)
export type NewReport = Static<typeof NewReport>

export const ReportReceived = Type.Object({ received: Type.Boolean() }, { $id: 'ReportReceived' })

export const Report = Type.Object(
  {
    id: Type.String(),
    kind: Type.Enum([...reportKinds]),
    text: Type.String(),
    replyTo: nullable(Type.String()),
    at: Time,
    state: Type.Enum(['open', 'done']),
    outcome: nullable(Type.Enum([...reportOutcomes])),
    note: nullable(Type.String()),
    decidedAt: nullable(Time),
    entry: Type.Ref('KeptEntry'),
  },
  { $id: 'Report' },
)
export type Report = Omit<Static<typeof Report>, 'entry'> & { entry: KeptEntry }

export const ReportClosing = Type.Object(
  {
    outcome: Type.Enum([...reportOutcomes]),
    note: Type.Optional(Type.String({ maxLength: 2000 })),
  },
  closed,
)
export type ReportClosing = Static<typeof ReportClosing>
