import type { Lack, Submission } from '@homeward/schema/submission.ts'
import type { Person } from '../platform/http/access.ts'
import { ProblemError } from '../platform/http/problems.ts'
import type { Known } from './known.ts'
import { lacksOf } from './lacks.ts'
import type { Draft } from './store.ts'
import { tidied, type Tidy } from './tidy.ts'
import { actsOpenTo } from './workflow.ts'

/** Whose account a submission is: its city's; or, where moderators write, that of what is live. */
export function originOf(draft: Draft): 'city' | 'editors' {
  return draft.city !== null || draft.entry?.origin === 'city' ? 'city' : 'editors'
}

/** What keeps a submission from being handed in, the screening aside. */
export function lacksIn(draft: Draft, text: Tidy, known: Known): Lack[] {
  return lacksOf(text, {
    kind: draft.kind,
    translation: draft.translation,
    origin: originOf(draft),
    languageOpen: !draft.everPublished,
    language: draft.language,
    city: draft.city,
    documents: draft.documents,
    known,
  })
}

/** A submission as its reader sees it. */
export function submissionOf(draft: Draft, person: Person, known: Known): Submission {
  const { city } = draft
  return {
    id: draft.id,
    kind: draft.kind,
    state: draft.state,
    version: draft.version,
    translation: draft.translation,
    origin: originOf(draft),
    content: { ...draft.content, language: draft.content.language ?? draft.language },
    city: city && {
      slug: city.slug,
      name: city.name,
      country: city.country,
      status: city.status,
    },
    entry: draft.entry && { slug: draft.entry.slug, title: draft.entry.title },
    documents: draft.documents,
    lacks: lacksIn(draft, tidied(draft.content, draft.kind), known),
    saved: savedOf(draft, person),
    others: draft.others,
    may: actsOpenTo(draft.standings, draft.state).filter((act) => act !== 'read'),
    submittedAt: draft.submittedAt?.toISOString() ?? null,
  }
}

/** When a draft was last saved, and by whom. */
export function savedOf({ saved }: Draft, person: Person): Submission['saved'] {
  return { at: saved.at.toISOString(), by: saved.byName, you: saved.by === person.id }
}

/** The answer to whoever may not know of it, too. */
export function unknownSubmission(): ProblemError {
  return new ProblemError(
    404,
    'unknown-submission',
    'There is no submission at this address',
    'It was deleted, or it is not open to you. Your own are listed at /my/submissions.',
  )
}

/** It cannot be done in the state in which it is. */
export function stateChanged(current: Submission): ProblemError {
  return new ProblemError(
    409,
    'state-changed',
    'This is not possible any more',
    `It is in the state '${current.state}' now. What you typed is kept where you typed it.`,
    { current },
  )
}

/** Somebody else saved since. */
export function savedBySomebody(current: Submission): ProblemError {
  return new ProblemError(
    412,
    'changed-since',
    'Somebody else has saved this since you opened it',
    'Nothing of yours is lost. Compare both texts, and choose for each field which one stays.',
    { current },
  )
}
