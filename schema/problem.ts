import { Type, type Static } from 'typebox'
import type { CityProfile } from './city.ts'
import type { KeptEntry } from './liveActs.ts'
import type { Standing } from './moderation.ts'
import { Passage } from './screening.ts'
import { Lack, type Submission } from './submission.ts'
import type { KeptSynonym, KeptTerm } from './vocabularyAdmin.ts'

/** An error for people and programs (RFC 9457): what happened, and for each wrong field what to do about it. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'A stable name of the kind of problem' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.Optional(Type.String({ description: 'What to do next' })),
    instance: Type.Optional(Type.String({ description: 'Id of the request, to quote to support' })),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          field: Type.String(),
          message: Type.String({ description: 'What is wrong, and the remedy' }),
          value: Type.Optional(Type.String({ description: 'The value at fault, shortened' })),
        }),
      ),
    ),
    gone: Type.Optional(
      Type.Object({
        slug: Type.String(),
        title: Type.Union([Type.String(), Type.Null()]),
        reason: Type.String(),
        at: Type.String({ format: 'date-time' }),
      }),
    ),
    current: Type.Optional(
      Type.Unsafe<Submission>({
        description: 'A submission as it is now, where it has changed since it was read',
      }),
    ),
    currentCity: Type.Optional(
      Type.Unsafe<CityProfile>({ description: 'A city as it is now, where it has changed' }),
    ),
    currentTerm: Type.Optional(
      Type.Unsafe<KeptTerm>({ description: 'A term as it is now, where it has changed' }),
    ),
    currentSynonym: Type.Optional(
      Type.Unsafe<KeptSynonym>({
        description: 'Synonyms as they are now, where they have changed',
      }),
    ),
    standing: Type.Optional(
      Type.Unsafe<Standing>({
        description:
          'How a submission stands now between moderators, where it is not as it was seen',
      }),
    ),
    currentEntry: Type.Optional(
      Type.Unsafe<KeptEntry>({
        description: 'An entry as moderators see it now, where it is not as it was seen',
      }),
    ),
    lacks: Type.Optional(Type.Array(Lack, { description: 'What keeps it from being submitted' })),
    passages: Type.Optional(
      Type.Array(Passage, { description: 'What the screening marked and nobody has answered' }),
    ),
    open: Type.Optional(Type.String({ description: 'Id of the submission that is open already' })),
    reason: Type.Optional(
      Type.Object(
        { code: Type.String() },
        { additionalProperties: true, description: 'Why a document is not taken' },
      ),
    ),
  },
  { $id: 'Problem' },
)
export type Problem = Static<typeof Problem>
