import { Type, type Static } from 'typebox'

export {
  citySizes,
  kinds,
  runningStates,
  sectionIds,
  sectionsOf,
  termKinds,
  type CitySize,
  type Kind,
  type RunningState,
  type SectionId,
  type TermKind,
} from './names.ts'

export const Term = Type.Object({
  id: Type.String(),
  label: Type.String(),
  about: Type.String({ description: 'What the term means' }),
  count: Type.Integer({ description: 'Published entries that carry it' }),
})
export type Term = Static<typeof Term>

export const Vocabulary = Type.Object(
  {
    theme: Type.Array(Term),
    targetGroup: Type.Array(Term),
    stage: Type.Array(Term),
    leadType: Type.Array(Term),
    evidence: Type.Array(Term),
    finding: Type.Array(Term),
  },
  { $id: 'Vocabulary', description: 'Every term in use, in the order in which it is shown' },
)
export type Vocabulary = Static<typeof Vocabulary>
