import { sectionsOf, type SectionId } from '@homeward/schema/names.ts'
import type { DraftContent, Lack, Submission } from '@homeward/schema/submission.ts'
import { fields as known, isEmpty, valueAt, type Field } from './fields.ts'

/** A step of the form: what belongs together and is answered in one go. */
export interface Step {
  id: string
  /** Needed to publish; others may stay empty. */
  core: boolean
  fields: readonly Field[]
}

/** Which step has what beside the fields that are saved with the text. */
export type StepId =
  | 'practice'
  | 'who'
  | 'people'
  | 'outcomes'
  | 'means'
  | 'sources'
  | 'documents'
  | 'check'
  | SectionId

const step = (id: StepId, core: boolean, ...fields: Field[]): Step => ({ id, core, fields })
const sectionStep = (id: SectionId, core: boolean): Step =>
  step(id, core, `sections.${id}`, ...(id === 'results' ? (['evidence'] as const) : []))

const practiceSteps: readonly Step[] = [
  step('practice', true, 'language', 'title', 'summary'),
  step('who', true, 'citySlug', 'organisation', 'leadType', 'partners', 'startYear', 'endYear'),
  step('people', true, 'targetGroups', 'stages', 'themes'),
  sectionStep('approach', true),
  sectionStep('results', true),
  sectionStep('context', false),
  step('outcomes', false, 'outcomes'),
  step('means', false, 'means.staff', 'means.money', 'means.agencies'),
  sectionStep('lessons', false),
  sectionStep('adapting', false),
  step('sources', false, 'sources'),
  step('documents', false),
]

/** The steps of a submission, in their order. What a translation does not hold is not asked. */
export function stepsOf({ kind, translation, origin }: Submission): readonly Step[] {
  const check = step('check', true, 'licence')
  const sections = sectionsOf[kind].map((id, i) => sectionStep(id, i === 0))
  if (translation) {
    return [
      step('practice', true, 'title', 'summary'),
      ...sections.map(({ id, core, fields }) => ({
        id,
        core,
        fields: fields.filter((field) => field.startsWith('sections.')),
      })),
      check,
    ]
  }
  if (kind === 'practice') {
    return [
      ...practiceSteps.map((one) =>
        one.id === 'sources' && origin === 'editors'
          ? step('sources', true, 'sources', 'checked')
          : one,
      ),
      check,
    ]
  }
  const when = kind === 'event' ? (['year', 'dateFrom', 'dateTo'] as const) : (['year'] as const)
  return [
    step('practice', true, 'language', 'title', 'summary'),
    step('who', true, 'country', 'organisation', 'leadType', 'partners', ...when),
    step('people', true, 'targetGroups', 'stages', 'themes'),
    ...sections,
    step('sources', true, 'sources', ...(origin === 'editors' ? (['checked'] as const) : [])),
    step('documents', false),
    check,
  ]
}

/** The field that a lack or a comment stands on, such as `outcomes` of `outcomes.0.finding`. */
export function fieldOf(name: string): Field | 'documents' | 'city' | null {
  const [head = '', second] = name.split('.')
  if (head === 'documents' || head === 'attachments') return 'documents'
  if (head === 'city') return 'city'
  const whole = head === 'sections' || head === 'means' ? `${head}.${second}` : head
  return known.find((field) => field === whole) ?? null
}

/** The step on which a field stands; the last where it stands on none. */
export function stepOfField(steps: readonly Step[], name: string): Step | undefined {
  const field = fieldOf(name)
  return field === 'documents'
    ? steps.find(({ id }) => id === 'documents')
    : steps.find((one) => one.fields.some((its) => its === field))
}

/** A step before anything is written, with something written, with all that it needs, with something that cannot stay. */
export type StepState = 'empty' | 'begun' | 'done' | 'wrong'

/** What can only be put right: not what is still to come. */
const toCome: ReadonlySet<Lack['fault']> = new Set([
  'missing',
  'too-short',
  'not-agreed',
  'no-alternative-text',
  'still-being-read',
  'needs-an-answer',
])
export const isWrong = ({ fault }: Lack): boolean => !toCome.has(fault)

const prefilled: ReadonlySet<Field> = new Set(['language', 'citySlug', 'country'])

/** @param documents how many there are */
export function stateOf(
  { id, fields }: Step,
  content: DraftContent,
  lacks: readonly Lack[],
  documents: number,
): StepState {
  if (lacks.some(isWrong)) return 'wrong'
  const notKnown = content.notKnown ?? []
  const begun =
    id === 'documents'
      ? documents > 0
      : fields.some(
          (field) =>
            (!prefilled.has(field) && !isEmpty(valueAt(content, field))) ||
            notKnown.includes(field),
        )
  if (!begun) return 'empty'
  return lacks.length === 0 ? 'done' : 'begun'
}

/** Whether a field that is needed is answered. */
export function isAnswered(content: DraftContent, field: Field): boolean {
  return !isEmpty(valueAt(content, field)) || (content.notKnown ?? []).includes(field)
}

/** What a practice cannot do without, in the order of the form. */
const needed: readonly Field[] = [
  'title',
  'summary',
  'organisation',
  'leadType',
  'targetGroups',
  'stages',
  'themes',
  'sections.approach',
  'sections.results',
]

/** What is needed before a submission can be sent, the licence aside. */
export function neededOf(submission: Submission): readonly Field[] {
  const { kind, translation } = submission
  if (translation) return ['title', 'summary', `sections.${sectionsOf[kind][0]}`]
  if (kind === 'practice')
    return submission.origin === 'editors' ? [...needed, 'sources', 'checked'] : needed
  return [
    'title',
    'summary',
    'organisation',
    'leadType',
    'year',
    'themes',
    `sections.${sectionsOf[kind][0]}`,
    'sources',
    ...(submission.origin === 'editors' ? (['checked'] as const) : []),
  ]
}

/** Where 'not known' is an answer that can be given. */
export const mayBeUnknown: ReadonlySet<Field> = new Set([
  'targetGroups',
  'stages',
  'evidence',
  'startYear',
  'endYear',
  'sections.results',
  'outcomes',
  'means.staff',
  'means.money',
  'means.agencies',
])
