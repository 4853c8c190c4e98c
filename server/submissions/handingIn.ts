import type { Lack, Submission } from '@homeward/schema/submission.ts'
import { peopleOfTeam } from '../cities/membership.ts'
import type { Person } from '../platform/http/access.ts'
import { ProblemError } from '../platform/http/problems.ts'
import { refreshQueue } from '../moderation/queue.ts'
import type { Work } from '../platform/jobs.ts'
import { sendLater } from '../platform/mail/mail.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { answerOf, checkAllowed, checkVersion, onLocked, type Asked } from './acting.ts'
import { lacksIn, originOf } from './answers.ts'
import { columnsOf, writeLists } from './columns.ts'
import type { Known } from './known.ts'
import { answeredPassages } from './screened.ts'
import type { Setting } from './setting.ts'
import type { Draft } from './store.ts'
import { tidied, type Tidy } from './tidy.ts'
import { needsOf, stateAfter, type Need } from './workflow.ts'

type AnsweredPassages = Awaited<ReturnType<typeof answeredPassages>>

/**
 * Hands a submission in: its text becomes the revision's, a snapshot keeps it as it was, and its team is told. What was
 * handed in already, in the same version, counts as handed in by this.
 * @param version that the person saw
 * @throws ProblemError 422 with every fault and what is marked and unanswered, 412 where it was saved since
 */
export function submitDraft(setting: Setting, asked: Asked, version: number): Promise<Submission> {
  return onLocked(setting, asked, async (work, draft) => {
    if (isWaiting(draft) && draft.version === version) {
      return answerOf(setting, draft, asked.person)
    }
    await checkAllowed(setting, 'submit', draft, asked.person)
    await checkVersion(setting, draft, asked.person, version)
    const known = await setting.known()
    const text = tidied(draft.content, draft.kind)
    const found = await answeredPassages(work.trx, draft, setting.screen)
    checkNeeds(lacksIn(draft, text, known), found)
    const submitted = await keepHandedIn(work.trx, draft, text, known)
    await takeSnapshot(work.trx, submitted, found, asked.person)
    await refreshQueue(work.trx, draft.id)
    await tellAuthors(setting, work, submitted, text)
    return answerOf(setting, submitted, asked.person)
  })
}

const isWaiting = ({ state }: Draft) => state === 'submitted' || state === 'in-review'

/** What the table of acts asks for beside the state: all that is missing is named at once. */
function checkNeeds(lacks: Lack[], found: AnsweredPassages): void {
  const needs = new Set<Need>(needsOf('submit'))
  const missing = lacks.filter(({ fault }) =>
    needs.has(fault === 'city-not-verified' ? 'city-verified' : 'complete'),
  )
  const passages = needs.has('screening-answered')
    ? found.flatMap(({ passage, answer }) => (answer === null ? [passage] : []))
    : []
  if (missing.length === 0 && passages.length === 0) return
  throw new ProblemError(
    422,
    'not-ready',
    'Something is still missing before this can be submitted',
    'Nothing is lost. See lacks for each field, and passages for what may tell who somebody is.',
    { lacks: missing, passages },
  )
}

async function keepHandedIn(trx: Trx, draft: Draft, text: Tidy, known: Known): Promise<Draft> {
  const now = new Date()
  const state = stateAfter('submit', draft.state)
  await writeText(trx, draft, text, known, now)
  await trx
    .updateTable('revisions')
    .set({ state, submitted_at: now, updated_at: now, licence_agreed_at: now })
    .where('id', '=', draft.id)
    .execute()
  return { ...draft, state, submittedAt: now }
}

/** The text of a draft in which nothing is lacking becomes the revision's. */
async function writeText(
  trx: Trx,
  draft: Draft,
  text: Tidy,
  known: Known,
  now: Date,
): Promise<void> {
  const chosen = draft.city ?? cityOf(text, known)
  await trx
    .updateTable('revisions')
    .set(
      columnsOf(
        text,
        {
          kind: draft.kind,
          translation: draft.translation,
          origin: originOf(draft),
          cityId: chosen?.id ?? null,
          country: chosen?.country ?? (text.country || null),
        },
        now,
      ),
    )
    .where('id', '=', draft.id)
    .execute()
  await writeLists(trx, draft.id, draft.translation ? { ...text, ...noLists } : text)
}

/**
 * Makes what its authors have just agreed to the text of a submission that waits to be decided: the revision and a new
 * snapshot say it, and it waits on as it did. The draft itself is saved before.
 */
export async function keepReworded(
  setting: Setting,
  trx: Trx,
  draft: Draft,
  person: Person,
): Promise<void> {
  const text = tidied(draft.content, draft.kind)
  await writeText(trx, draft, text, await setting.known(), draft.submittedAt ?? new Date())
  const found = await answeredPassages(trx, draft, setting.screen)
  await takeSnapshot(trx, draft, found, person)
}

/** A translation holds text only. */
const noLists = { themes: [], targetGroups: [], stages: [], outcomes: [] }

function cityOf(text: Tidy, known: Known): { id: string; country: string } | null {
  return known.cities.get(text.citySlug) ?? null
}

async function takeSnapshot(
  trx: Trx,
  draft: Draft,
  found: AnsweredPassages,
  person: Person,
): Promise<void> {
  await trx
    .insertInto('snapshots')
    .values({
      revision_id: draft.id,
      content: JSON.stringify({ ...draft.content, language: draft.language }),
      documents: JSON.stringify(
        draft.documents.map(
          ({ id, fileName, mediaType, bytes, sha256, alternativeText, owner }) => ({
            id,
            fileName,
            mediaType,
            bytes,
            sha256,
            alternativeText,
            owner,
          }),
        ),
      ),
      passages: JSON.stringify(
        found.flatMap(({ passage, answer }) =>
          answer === null ? [] : [{ ...passage, answer: answer.answer, why: answer.why }],
        ),
      ),
      version: draft.version,
      taken_by: person.id,
    })
    .execute()
}

/** Where the team reads and writes a submission. */
export const pageOf = ({ publicUrl }: Setting, id: string) => `${publicUrl}/my/submissions/${id}`

async function tellAuthors(
  setting: Setting,
  work: Work,
  draft: Draft,
  { title }: Tidy,
): Promise<void> {
  const people = await authorsOf(work.trx, draft)
  await sendLater(
    work,
    people.map(({ email, language }) => ({
      template: 'submission-received',
      to: email,
      language,
      values: { title },
      link: pageOf(setting, draft.id),
    })),
  )
}

/** Those who write a submission: its city's team; where moderators do, the one who began it. */
export async function authorsOf(trx: Trx, draft: Draft) {
  if (draft.city !== null) return peopleOfTeam(trx, draft.city.id)
  if (draft.authorId === null) return []
  return trx
    .selectFrom('users as u')
    .select(['u.id', 'u.name', 'u.email', 'u.language'])
    .where('u.id', '=', draft.authorId)
    .execute()
}

/** Takes a submission back, until it is decided. What was taken back already stays so. */
export function withdrawDraft(setting: Setting, asked: Asked): Promise<Submission> {
  return onLocked(setting, asked, async ({ trx }, draft) => {
    if (draft.standing === 'writer' && draft.state === 'withdrawn') {
      return answerOf(setting, draft, asked.person)
    }
    await checkAllowed(setting, 'withdraw', draft, asked.person)
    const state = stateAfter('withdraw', draft.state)
    await trx
      .updateTable('revisions')
      .set({ state, updated_at: new Date() })
      .where('id', '=', draft.id)
      .execute()
    await refreshQueue(trx, draft.id)
    return answerOf(setting, { ...draft, state }, asked.person)
  })
}
