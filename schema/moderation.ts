import { Type, type Static } from 'typebox'
import {
  adviserKinds,
  checklistAnswers,
  checklistItems,
  decisionActs,
  kinds,
  queueKinds,
  queueStates,
  recommendations,
  rejectionReasons,
  revisionStates,
} from './names.ts'

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const closed = { additionalProperties: false } as const
const Time = Type.String({ format: 'date-time' })
const Id = Type.String({ format: 'uuid' })
const State = Type.Enum([...revisionStates])
const words = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' })
const next = nullable(Type.String({ description: 'Cursor of the next page; null on the last' }))
const paging = {
  after: Type.Optional(Type.String({ maxLength: 300, description: "'next' of the page before" })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
}
/** May be null. A union would not do: what is read turns null into an empty text before it tries the next. */
const idOrNull = Type.Unsafe<string | null>({ type: ['string', 'null'], format: 'uuid' })
const textOrNull = (maxLength: number) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength })

/** A person, for moderators; null where the account is gone. */
const By = nullable(Type.Object({ id: Type.String(), name: Type.String() }))

// The queue ----------------------------------------------------------------------------------------

/** Who has something: nobody, the one who asks, or a colleague. A claim that lapsed is nobody's. */
const Claim = nullable(
  Type.Object({ id: Type.String(), name: Type.String(), you: Type.Boolean(), until: Time }),
)

/** One thing that waits for moderators, or that they have decided. */
export const QueueItem = Type.Object({
  id: Type.String({
    description: 'Of the submission, entry request or report; of the submission for an appeal',
  }),
  kind: Type.Enum([...queueKinds]),
  state: Type.Enum([...queueStates], {
    description: "A submission's state; for the other kinds 'open' or 'done'",
  }),
  urgent: Type.Boolean({ description: 'It reports a danger to someone' }),
  title: Type.String(),
  entryKind: Type.Enum([...kinds]),
  country: nullable(Type.String()),
  language: Type.String(),
  city: nullable(Type.Object({ slug: Type.String(), name: Type.String() })),
  themes: Type.Array(Type.String()),
  entry: nullable(
    Type.Object(
      { slug: Type.String(), title: Type.String() },
      { description: 'What is live of its entry' },
    ),
  ),
  waitingSince: Time,
  changedAt: Time,
  claim: Claim,
  /** What a decision sends back as `seen`. */
  version: nullable(Type.Integer({ description: "The submission's; null for what has none" })),
  live: nullable(Type.String({ description: 'Id of the live revision that it would replace' })),
  mayDecide: Type.Boolean({
    description: 'False where the one who asks wrote it, or is of the team of its city',
  }),
  look: Type.Object(
    {
      at: nullable(Type.String({ format: 'date-time', description: 'When one last looked' })),
      changed: Type.Boolean({ description: 'Something changed since, or one never looked' }),
      text: Type.Boolean({ description: 'The text was handed in anew since' }),
      comments: Type.Integer({ description: 'Comments of others since' }),
      suggestions: Type.Integer({ description: 'Suggested wordings answered since' }),
      advice: Type.Integer({ description: 'Advice of reviewers given since' }),
    },
    { description: 'What changed since the one who asks last looked' },
  ),
})
export type QueueItem = Static<typeof QueueItem>

const Count = Type.Object({ value: Type.String(), count: Type.Integer() })
/** By value; largest first, then by value. */
const Counts = Type.Array(Count)

export const Queue = Type.Object(
  {
    items: Type.Array(QueueItem),
    next,
    counts: Type.Object(
      {
        waiting: Type.Integer(),
        urgent: Type.Integer(),
        mine: Type.Integer({ description: 'Waiting, and claimed by the one who asks' }),
        unclaimed: Type.Integer(),
        oldest: nullable(Type.String({ format: 'date-time' })),
        state: Counts,
        kind: Counts,
        country: Counts,
        language: Counts,
        theme: Counts,
        city: Type.Array(
          Type.Object({ value: Type.String(), name: Type.String(), count: Type.Integer() }),
        ),
        holder: Type.Array(
          Type.Object({ value: Type.String(), name: Type.String(), count: Type.Integer() }),
        ),
      },
      {
        description:
          'Of all that waits, whatever the filters; `state` of everything. A few seconds old at most',
      },
    ),
  },
  { $id: 'Queue' },
)
export type Queue = Static<typeof Queue>

const several = <T extends Type.TSchema>(item: T) =>
  Type.Optional(Type.Array(item, { maxItems: 30 }))

export const QueueQuery = Type.Object(
  {
    state: Type.Optional(
      Type.Array(Type.Enum([...queueStates]), {
        maxItems: 12,
        description: 'What waits, where none is given',
      }),
    ),
    kind: several(Type.Enum([...queueKinds])),
    entryKind: several(Type.Enum([...kinds])),
    country: several(Type.String({ pattern: '^[A-Z]{2}$' })),
    language: several(Type.String({ maxLength: 35 })),
    theme: several(Type.String({ maxLength: 120 })),
    city: several(Type.String({ maxLength: 120, description: 'Slug' })),
    holder: Type.Optional(
      Type.Union(
        [Type.Literal('me'), Type.Literal('nobody'), Type.Literal('others'), Type.Literal('free')],
        { description: "Who has it; 'free': nobody or me" },
      ),
    ),
    holderId: Type.Optional(
      Type.String({ format: 'uuid', description: 'Id of the moderator who has it' }),
    ),
    minDays: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 10_000, description: 'Waits at least so many days' }),
    ),
    maxDays: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 10_000, description: 'Waits at most so many days' }),
    ),
    changed: Type.Optional(
      Type.Boolean({ description: 'Only what changed since one last looked' }),
    ),
    ...paging,
  },
  closed,
)
export type QueueQuery = Static<typeof QueueQuery>

// Decisions ----------------------------------------------------------------------------------------

/** What the moderator saw when deciding: any difference is a 409 that says what changed. */
export const Seen = Type.Object(
  {
    state: State,
    version: Type.Integer({ minimum: 0 }),
    live: Type.Optional(idOrNull),
  },
  {
    ...closed,
    description:
      'As the queue and the desk gave it. `live`, the live revision that the differences were drawn from, is needed to approve; null or left out: none was live',
  },
)
export type Seen = Static<typeof Seen>

/** A submission as it stands between moderators, and what a decision sends back as `seen`. */
export const Standing = Type.Object(
  {
    id: Type.String(),
    state: State,
    version: Type.Integer(),
    live: nullable(Type.String({ description: 'Id of what is live in its language' })),
    claim: Claim,
    decidedBy: By,
    decidedAt: nullable(Time),
    mayDecide: Type.Boolean(),
    why: nullable(
      Type.Enum(['own-text', 'own-city', 'decided-before'], {
        description: 'Why one may not decide; null where one may',
      }),
    ),
    may: Type.Array(Type.String(), { description: 'Acts that are open to the one who asks' }),
    suggestionsOpen: Type.Integer(),
    appeal: nullable(
      Type.Object({
        text: Type.String(),
        at: Time,
        outcome: nullable(Type.Enum(['upheld', 'overturned'])),
        reason: nullable(Type.String()),
        decidedAt: nullable(Time),
        decidedBy: By,
      }),
    ),
    entry: nullable(
      Type.Object({ slug: Type.String() }, { description: 'Its address, once it is published' }),
    ),
  },
  { $id: 'Standing' },
)
export type Standing = Static<typeof Standing>

const Text = words(10_000)
export const ChangesAsked = Type.Object({ seen: Seen, text: Text }, closed)
export const Approval = Type.Object(
  {
    seen: Seen,
    text: Type.Optional(textOrNull(10_000)),
    withdrawSuggestions: Type.Optional(
      Type.Boolean({
        description:
          'Takes back the suggested wordings that the city has not answered; without it, they keep it from being approved',
      }),
    ),
  },
  closed,
)
export const Rejection = Type.Object(
  { seen: Seen, reason: Type.Enum([...rejectionReasons]), text: Text },
  closed,
)

/** The same act on several, with one reason: each is decided by itself. */
export const BulkDecision = Type.Object(
  {
    act: Type.Enum([...decisionActs]),
    items: Type.Array(Type.Object({ id: Id, seen: Seen }, closed), { minItems: 1, maxItems: 100 }),
    reason: Type.Optional(Type.Enum([...rejectionReasons])),
    text: Type.Optional(textOrNull(10_000)),
    withdrawSuggestions: Type.Optional(Type.Boolean()),
  },
  closed,
)
export type BulkDecision = Static<typeof BulkDecision>

export const BulkOutcome = Type.Object(
  {
    outcomes: Type.Array(
      Type.Object({
        id: Type.String(),
        done: Type.Boolean(),
        standing: nullable(Type.Ref('Standing')),
        problem: nullable(
          Type.Unsafe<{ type: string; title: string; status: number; detail?: string }>({
            type: 'object',
            additionalProperties: true,
            description: 'A problem document, where it was not done',
          }),
        ),
      }),
      { description: 'In the order of the items' },
    ),
  },
  { $id: 'BulkOutcome' },
)
export interface BulkOutcome {
  outcomes: {
    id: string
    done: boolean
    standing: Standing | null
    problem: { type: string; title: string; status: number; detail?: string } | null
  }[]
}

/** What was decided on a submission and why, for its authors and moderators; oldest first. */
export const VerdictList = Type.Object(
  {
    verdicts: Type.Array(
      Type.Object({
        verdict: Type.Enum(['changes-requested', 'approved', 'rejected']),
        reason: nullable(Type.Enum([...rejectionReasons])),
        text: nullable(Type.String()),
        at: Time,
        by: nullable(
          Type.Object(
            { id: Type.String(), name: Type.String() },
            { description: 'For moderators only' },
          ),
        ),
      }),
    ),
    appeal: nullable(
      Type.Object({
        text: Type.String(),
        at: Time,
        outcome: nullable(Type.Enum(['upheld', 'overturned'])),
        reason: nullable(Type.String()),
        decidedAt: nullable(Time),
      }),
    ),
    mayAppeal: Type.Boolean(),
    madeKnown: Type.Boolean({
      description: 'Its city agrees that everyone may know that it was considered and not taken',
    }),
    mayMakeKnown: Type.Boolean(),
  },
  { $id: 'VerdictList' },
)
export type VerdictList = Static<typeof VerdictList>

export const Appeal = Type.Object({ text: words(5000) }, closed)
export const AppealDecision = Type.Object(
  { outcome: Type.Enum(['upheld', 'overturned']), reason: words(5000) },
  closed,
)
export type AppealDecision = Static<typeof AppealDecision>

// At the desk --------------------------------------------------------------------------------------

export const ChecklistAnswer = Type.Object(
  { answer: Type.Enum([...checklistAnswers]), note: Type.Optional(textOrNull(2000)) },
  closed,
)
export type ChecklistAnswer = Static<typeof ChecklistAnswer>
export const Checklist = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        item: Type.Enum([...checklistItems]),
        answer: nullable(Type.Enum([...checklistAnswers])),
        note: nullable(Type.String()),
        by: By,
        at: nullable(Time),
      }),
      { description: 'All of them, in their order' },
    ),
  },
  { $id: 'Checklist' },
)
export type Checklist = Static<typeof Checklist>

/** Wording that a moderator suggests for one field. */
export const Suggestion = Type.Object({
  id: Type.String(),
  field: Type.String({ examples: ['title', 'sections.approach', 'outcomes.0.outcome'] }),
  before: Type.String({ description: 'What stood there when it was suggested' }),
  proposed: Type.String(),
  why: nullable(Type.String()),
  by: nullable(Type.String({ description: 'Name; null for the city, and where it is gone' })),
  at: Time,
  state: Type.Enum(['open', 'accepted', 'declined', 'withdrawn']),
  decidedAt: nullable(Time),
  stale: Type.Boolean({
    description: 'Open, but the field reads otherwise now: it can be declined or withdrawn only',
  }),
})
export type Suggestion = Static<typeof Suggestion>
export const SuggestionList = Type.Object(
  {
    suggestions: Type.Array(Suggestion),
    fields: Type.Array(Type.String(), { description: 'For which wording can be suggested' }),
  },
  { $id: 'SuggestionList' },
)
export type SuggestionList = Static<typeof SuggestionList>
export const NewSuggestion = Type.Object(
  {
    field: Type.String({ maxLength: 60 }),
    before: Type.String({
      maxLength: 40_000,
      description: 'What the moderator read there: 409 where it reads otherwise by now',
    }),
    proposed: Type.String({ maxLength: 40_000 }),
    why: Type.Optional(textOrNull(2000)),
  },
  closed,
)
export type NewSuggestion = Static<typeof NewSuggestion>

// Differences --------------------------------------------------------------------------------------

/** A stretch of a text: in both, only in the new one, or only in the old one. */
export const Stretch = Type.Object({
  kind: Type.Enum(['same', 'added', 'removed']),
  text: Type.String(),
})
export type Stretch = Static<typeof Stretch>

export const FieldDiff = Type.Object(
  {
    field: Type.String({ examples: ['title', 'sections.approach', 'themes', 'documents'] }),
    change: Type.Enum(['same', 'added', 'removed', 'changed']),
    as: Type.Enum(['text', 'value', 'list'], {
      description: 'text: word by word, in `stretches`; value: from and to; list: `rows`',
    }),
    stretches: Type.Optional(Type.Array(Stretch)),
    byParagraph: Type.Optional(
      Type.Boolean({ description: 'Too much changed to be told word by word in time' }),
    ),
    from: Type.Optional(nullable(Type.String())),
    to: Type.Optional(nullable(Type.String())),
    rows: Type.Optional(
      Type.Array(
        Type.Object({
          change: Type.Enum(['same', 'added', 'removed', 'changed']),
          from: nullable(Type.Record(Type.String(), nullable(Type.String()))),
          to: nullable(Type.Record(Type.String(), nullable(Type.String()))),
        }),
        {
          description:
            'Terms are `{ id }`; outcomes `{ outcome, finding, by, year }`; sources `{ title, publisher, year, url }`; documents `{ id, fileName, sha256, bytes, owner, alternativeText }`; partners `{ name }`',
        },
      ),
    ),
  },
  { additionalProperties: false },
)
export type FieldDiff = Static<typeof FieldDiff>

/** One side of a comparison; null: there was nothing before. */
const Side = Type.Object({
  revision: Type.String({ description: 'Id' }),
  number: Type.Integer(),
  language: Type.String(),
  state: State,
  at: nullable(Time),
})

export const Diff = Type.Object(
  {
    from: nullable(Side),
    to: Side,
    against: Type.Enum(['live', 'before', 'nothing', 'revision']),
    fields: Type.Array(FieldDiff, { description: 'In the order of the form, unchanged ones too' }),
    changed: Type.Integer({ description: 'How many of them changed' }),
  },
  { $id: 'Diff' },
)
export type Diff = Static<typeof Diff>

export const DiffQuery = Type.Object(
  {
    against: Type.Optional(
      Type.Enum(['live', 'before'], {
        description:
          'What is live, or what was handed in the time before. Where it is left out: what is live if there is something, else the time before',
      }),
    ),
  },
  closed,
)
export const CompareQuery = Type.Object(
  {
    from: Type.String({ format: 'uuid', description: 'Id of a revision of the entry' }),
    to: Type.String({ format: 'uuid' }),
  },
  closed,
)

// History and the log --------------------------------------------------------------------------------

export const History = Type.Object(
  {
    slug: Type.String(),
    kind: Type.Enum([...kinds]),
    live: Type.Boolean(),
    takenDownAt: nullable(Time),
    revisions: Type.Array(
      Type.Object({
        id: Type.String(),
        number: Type.Integer(),
        language: Type.String(),
        original: Type.Boolean(),
        state: State,
        title: nullable(Type.String()),
        origin: nullable(Type.Enum(['city', 'editors'])),
        city: nullable(Type.Object({ slug: Type.String(), name: Type.String() })),
        writers: Type.Array(Type.Object({ id: Type.String(), name: nullable(Type.String()) })),
        createdAt: Time,
        submittedAt: nullable(Time),
        decidedAt: nullable(Time),
        decidedBy: By,
        publishedAt: nullable(Time),
      }),
      { description: 'Newest first. What was never handed in is not among them' },
    ),
    next,
  },
  { $id: 'History' },
)
export type History = Static<typeof History>
export const HistoryQuery = Type.Object(paging, closed)

export const Decisions = Type.Object(
  {
    decisions: Type.Array(
      Type.Object({
        number: Type.Integer(),
        at: Time,
        by: By,
        act: Type.String(),
        subject: Type.Object({
          kind: Type.String(),
          id: Type.String(),
          slug: nullable(Type.String({ description: 'Of an entry: where its page is' })),
        }),
        details: Type.Record(Type.String(), Type.Unknown()),
        hash: Type.String({ description: 'Hexadecimal' }),
      }),
      { description: 'Newest first' },
    ),
    next,
  },
  { $id: 'Decisions' },
)
export type Decisions = Static<typeof Decisions>
export const DecisionsQuery = Type.Object(
  {
    subject: Type.Optional(
      Type.String({ maxLength: 200, description: 'Id of what was decided on' }),
    ),
    act: Type.Optional(Type.String({ maxLength: 60 })),
    actor: Type.Optional(Id),
    ...paging,
  },
  closed,
)
export type DecisionsQuery = Static<typeof DecisionsQuery>

// Reviewers from outside ------------------------------------------------------------------------------

export const ReviewerInvited = Type.Object(
  {
    email: Type.String({ format: 'email', maxLength: 254 }),
    askedAs: Type.Enum([...adviserKinds]),
    language: Type.Optional(Type.String({ maxLength: 35, description: 'Of the mail' })),
  },
  closed,
)
export type ReviewerInvited = Static<typeof ReviewerInvited>

const Advice = Type.Object({
  recommendation: Type.Enum([...recommendations]),
  text: nullable(Type.String()),
  at: Time,
})

/** Someone from outside who advises on a submission. */
export const Reviewer = Type.Object({
  id: Type.String(),
  name: nullable(Type.String({ description: 'Once they have accepted' })),
  email: nullable(Type.String({ description: 'For moderators only' })),
  askedAs: nullable(Type.Enum([...adviserKinds], { description: 'For moderators only' })),
  invitedAt: Time,
  expiresAt: Time,
  accepted: Type.Boolean(),
  namedToCity: Type.Boolean(),
  creditedAs: nullable(Type.String({ description: "Agrees to be named as 'reviewed by'" })),
  advice: nullable(Advice),
})
export type Reviewer = Static<typeof Reviewer>
export const ReviewerList = Type.Object(
  { reviewers: Type.Array(Reviewer) },
  {
    $id: 'ReviewerList',
    description:
      'For the city: those who gave advice and chose to be named to it, without why they were asked',
  },
)
export type ReviewerList = Static<typeof ReviewerList>

export const ReviewInvitation = Type.Object(
  {
    title: Type.String(),
    by: nullable(Type.String()),
    email: Type.String({ description: 'Only an account with this address can accept' }),
    expiresAt: Time,
  },
  { $id: 'ReviewInvitation' },
)
export type ReviewInvitation = Static<typeof ReviewInvitation>
export const ReviewAccepted = Type.Object({ submission: Type.String() })
export type ReviewAccepted = Static<typeof ReviewAccepted>

/** What a reviewer says. Sent whole each time; it can be changed until the submission is decided. */
export const AdviceGiven = Type.Object(
  {
    recommendation: Type.Optional(
      Type.Unsafe<(typeof recommendations)[number] | null>({
        type: ['string', 'null'],
        enum: [...recommendations, null],
      }),
    ),
    text: Type.Optional(textOrNull(10_000)),
    namedToCity: Type.Boolean(),
    creditedAs: Type.Optional(textOrNull(200)),
  },
  closed,
)
export type AdviceGiven = Static<typeof AdviceGiven>
export const OwnAdvice = Type.Object(
  {
    submission: Type.Object({ id: Type.String(), title: Type.String(), state: State }),
    namedToCity: Type.Boolean(),
    creditedAs: nullable(Type.String()),
    advice: nullable(Advice),
    mayAdvise: Type.Boolean(),
    onlyName: Type.Boolean({
      description: "To be credited is to be named as in one's account, and nothing more",
    }),
  },
  { $id: 'OwnAdvice' },
)
export type OwnAdvice = Static<typeof OwnAdvice>
/** What one was asked to advise on. */
export const MyReviews = Type.Object({ reviews: Type.Array(OwnAdvice) }, { $id: 'MyReviews' })
export type MyReviews = Static<typeof MyReviews>
