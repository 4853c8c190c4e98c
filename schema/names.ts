/**
 * The names that the contracts speak of, kept apart from them: pages use these lists in the browser, where the code of
 * the contracts is not needed.
 */

/** The kinds of entry that the knowledge base holds. */
export const kinds = ['practice', 'guidance', 'event'] as const
export type Kind = (typeof kinds)[number]

/** Sections of the body, in the order in which they are written and read. Their headings are labels of the interface. */
export const sectionsOf = {
  practice: ['context', 'approach', 'results', 'lessons', 'adapting'],
  guidance: ['audience', 'keyPoints', 'use'],
  event: ['happened', 'found'],
} as const satisfies Record<Kind, readonly string[]>
export const sectionIds = [
  ...sectionsOf.practice,
  ...sectionsOf.guidance,
  ...sectionsOf.event,
] as const
export type SectionId = (typeof sectionIds)[number]

/** The lists of terms, named as the filters of a search are. */
export const termKinds = [
  'theme',
  'targetGroup',
  'stage',
  'leadType',
  'evidence',
  'finding',
] as const
export type TermKind = (typeof termKinds)[number]
/** Those that are scales, drawn step by step: their words can change, their steps cannot. */
export const scaleKinds = ['evidence', 'finding'] as const satisfies readonly TermKind[]

/** How large a city is, by the people who live in it: under 50,000; under 250,000; under 1,000,000; more. */
export const citySizes = ['small', 'medium', 'large', 'metropolis'] as const
export type CitySize = (typeof citySizes)[number]

/** Whether a practice still runs: its city said so within two years; nobody said; it ended. */
export const runningStates = ['confirmed', 'unconfirmed', 'ended'] as const
export type RunningState = (typeof runningStates)[number]

/** Filters that take several values: values of one are joined by or, filters by and. Facets have the same names. */
export const filterNames = [
  'kind',
  'theme',
  'country',
  'region',
  'city',
  'citySize',
  'targetGroup',
  'stage',
  'evidence',
  'finding',
  'leadType',
  'origin',
  'running',
  'language',
] as const
export type FilterName = (typeof filterNames)[number]

export const sorts = ['relevance', 'newest', 'updated', 'title'] as const
export type Sort = (typeof sorts)[number]

export const limits = { query: 500, filterValues: 60, page: 10_000, pageSize: 100 } as const

/** The folder of each kind of entry: in addresses, and among the files of the content. */
export const folderOf = {
  practice: 'practices',
  guidance: 'guidance',
  event: 'events',
} as const satisfies Record<Kind, string>

/** What a person may do beyond their own things. A moderator may what a member may, an administrator what both may. */
export const roles = ['member', 'moderator', 'administrator'] as const
export type Role = (typeof roles)[number]

/** What a person may do for a city: an owner also runs its team. */
export const cityRoles = ['owner', 'editor'] as const
export type CityRole = (typeof cityRoles)[number]

/** Nobody of its authority is here; someone asked for it; an administrator verified who asked. */
export const cityStatuses = ['unclaimed', 'asked', 'verified'] as const
export type CityStatus = (typeof cityStatuses)[number]

/** What a verified city asks about an entry: that it is its own, that its answer stands there, that it goes. */
export const entryRequestKinds = ['claim', 'reply', 'take-down'] as const
export type EntryRequestKind = (typeof entryRequestKinds)[number]

/** States of a revision, and so of a submission. */
export const revisionStates = [
  'draft',
  'submitted',
  'in-review',
  'changes-requested',
  'withdrawn',
  'rejected',
  'published',
  'superseded',
] as const
export type RevisionState = (typeof revisionStates)[number]

/** What is told to be at most, in characters (code points), and how many of it. */
export const textLimits = {
  title: 120,
  summary: { least: 150, most: 400 },
  name: 300,
  outcome: 120,
  by: 120,
  means: 240,
  url: 2000,
  section: 30_000,
  themes: 5,
  targetGroups: 5,
  stages: 4,
  partners: 100,
  outcomes: 50,
  sources: 100,
} as const

/** Documents: bytes of one, bytes of all of an entry, how many. */
export const documentLimits = {
  bytes: 20 * 1024 * 1024,
  entryBytes: 100 * 1024 * 1024,
  count: 30,
} as const

/** What stands in the moderators' queue, and in which states: a submission has a revision's. */
export const queueKinds = ['submission', 'entry-request', 'report', 'appeal'] as const
export type QueueKind = (typeof queueKinds)[number]
export const queueStates = [
  'submitted',
  'in-review',
  'changes-requested',
  'rejected',
  'published',
  'superseded',
  'open',
  'done',
] as const
export type QueueState = (typeof queueStates)[number]

/** What a moderator decides on a submission. */
export const decisionActs = ['request-changes', 'approve', 'reject'] as const
export type DecisionAct = (typeof decisionActs)[number]

/** Why a submission is not published. */
export const rejectionReasons = [
  'not-practice',
  'too-little',
  'evidence',
  'privacy',
  'harm',
  'duplicate',
  'other',
] as const
export type RejectionReason = (typeof rejectionReasons)[number]

/**
 * What a moderator looks at: is it a practice, is the approach concrete, is the evidence as claimed, can nobody be
 * harmed, are the sources there and reachable in form.
 */
export const checklistItems = ['is-practice', 'approach', 'evidence', 'harm', 'sources'] as const
export type ChecklistItem = (typeof checklistItems)[number]
export const checklistAnswers = ['yes', 'no', 'unsure'] as const

/** As whom somebody from outside is asked to advise, and what they can recommend. */
export const adviserKinds = ['peer', 'expert', 'lived-experience'] as const
export type AdviserKind = (typeof adviserKinds)[number]
export const recommendations = ['publish', 'change', 'do-not-publish'] as const

/** Why an entry is no longer published, in words that harm nobody. 'being-checked' is for the time being. */
export const takeDownReasons = [
  'asked-by-city',
  'out-of-date',
  'accuracy',
  'safety',
  'being-checked',
  'merged',
  'other',
] as const
export type TakeDownReason = (typeof takeDownReasons)[number]

/** What anyone tells the editors of an entry. */
export const reportKinds = ['mistake', 'danger'] as const
export type ReportKind = (typeof reportKinds)[number]
export const reportOutcomes = ['corrected', 'taken-down', 'nothing-to-do'] as const
export type ReportOutcome = (typeof reportOutcomes)[number]

/** What a city says when it is asked whether a practice still runs, and why one ended. */
export const runningAnswers = ['runs', 'changed', 'ended'] as const
export type RunningAnswer = (typeof runningAnswers)[number]
export const endReasons = ['money', 'need', 'taken-over', 'did-not-work', 'did-harm'] as const
export type EndReason = (typeof endReasons)[number]
