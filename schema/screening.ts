import { Type, type Static } from 'typebox'

/** Why a passage of a draft is marked. */
export const passageReasons = [
  'person',
  'phone',
  'email',
  'identity-number',
  'home-address',
  'case-number',
  'birth-date',
  'handle',
  'combination',
] as const
export type PassageReason = (typeof passageReasons)[number]

/** A passage of a draft that may tell who somebody is. The author changes it or says why it is safe. */
export const Passage = Type.Object(
  {
    part: Type.String({
      description: 'Where it stands',
      examples: ['title', 'sections.results', 'outcomes.2.outcome', 'attachments.<id>.fileName'],
    }),
    start: Type.Integer({ minimum: 0, description: 'In the text of the part, in UTF-16 units' }),
    end: Type.Integer({ minimum: 0 }),
    text: Type.String({ description: 'The passage itself' }),
    reason: Type.Enum([...passageReasons], {
      description:
        "A person's name, a number or address of somebody, or, for 'combination', what tells who it is without a name: a small place, a date and one family together",
    }),
    key: Type.String({
      description:
        'Stays the same while passage, reason and part do: an answer to it holds through other edits',
    }),
  },
  { $id: 'Passage' },
)
export type Passage = Static<typeof Passage>
