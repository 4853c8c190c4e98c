import { randomUUID } from 'node:crypto'
import type { DraftContent } from '@homeward/schema/submission.ts'
import { liveEntries } from '../entries/live.ts'
import type { LiveEntry } from '../entries/rendering.ts'
import { mayAct, type Person } from '../platform/http/access.ts'
import { ProblemError } from '../platform/http/problems.ts'
import { inTransaction } from '../platform/jobs.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { readable } from './acting.ts'
import { checkNoneOpen, copyDocuments, insertRevision } from './beginning.ts'
import { isLanguage } from './lacks.ts'
import type { Setting } from './setting.ts'
import type { Draft } from './store.ts'

interface Revise {
  person: Person
  slug: string
  /** BCP 47 tag; the original's where it is not said. */
  language?: string
}

/**
 * Begins a revision from what is live: by the team of the city whose own account it is, or by a moderator. In another
 * language than the original's it is a translation, from the one that is live, or else from the original's text.
 */
export async function beginRevision(setting: Setting, revise: Revise): Promise<Draft> {
  const { person } = revise
  const id = randomUUID()
  await inTransaction(setting.database, setting.jobs, async ({ trx }) => {
    const original = await originalOf(trx, revise.slug, person)
    if (!original) throw unknownEntry()
    const language = revise.language ?? original.language
    if (!isLanguage(language)) throw unknownLanguage()
    await checkNoneOpen(trx, original.entry_id, language, person)
    const [live] = await liveEntries(trx, [original.entry_id])
    if (!live) throw unknownEntry()
    const translation = language !== live.language
    const translated = translation ? await liveText(trx, original.entry_id, language) : null
    await insertRevision(trx, {
      id,
      entryId: original.entry_id,
      kind: live.kind,
      language,
      translation,
      cityId: original.city_id,
      basedOn: translated?.id ?? original.id,
      person,
      content: translation
        ? { ...textOf(translated ?? live), language }
        : { ...contentOf(live), notKnown: await notKnownIn(trx, original.id) },
    })
    if (!translation) await copyDocuments(trx, original.id, id)
  })
  return readable(setting, { id, person })
}

/** The live original, and the city whose team would write the revision: null where moderators do. */
async function originalOf(trx: Trx, slug: string, person: Person) {
  const found = await trx
    .selectFrom('published_entries as p')
    .innerJoin('revisions as r', (join) =>
      join.onRef('r.original_of', '=', 'p.entry_id').on('r.state', '=', 'published'),
    )
    .leftJoin('city_members as m', (join) =>
      join.onRef('m.city_id', '=', 'r.city_id').on('m.user_id', '=', person.id),
    )
    .select(['r.id', 'r.entry_id', 'r.language', 'r.origin', 'r.city_id', 'm.user_id as member'])
    .where('p.slug', '=', slug)
    .executeTakeFirst()
  if (!found) return null
  if (found.member !== null && found.origin === 'city') return found
  return mayAct(person.role, 'moderator') ? { ...found, city_id: null } : null
}

type Text = Pick<DraftContent, 'title' | 'summary' | 'sections'>

async function liveText(trx: Trx, entryId: string, language: string) {
  const row = await trx
    .selectFrom('revisions')
    .select(['id', 'title', 'summary', 'sections'])
    .where('entry_id', '=', entryId)
    .where('language', '=', language)
    .where('state', '=', 'published')
    .executeTakeFirst()
  return row && { ...row, title: row.title ?? '', summary: row.summary ?? '' }
}

/** What its authors said they do not know, as it was handed in: what is live only lacks it. */
async function notKnownIn(trx: Trx, revisionId: string): Promise<string[]> {
  const handedIn = await trx
    .selectFrom('snapshots')
    .select('content')
    .where('revision_id', '=', revisionId)
    .orderBy('taken_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return handedIn?.content.notKnown ?? []
}

const textOf = ({ title, summary, sections }: Required<Text>): Text => ({
  title,
  summary,
  sections,
})

/** What is live, as a draft holds it. */
function contentOf(live: LiveEntry): DraftContent {
  const { means } = live
  return {
    language: live.language,
    ...textOf(live),
    organisation: live.organisation,
    leadType: live.leadType,
    partners: live.partners,
    country: live.country,
    citySlug: live.city?.slug ?? null,
    themes: live.themes,
    targetGroups: live.targetGroups,
    stages: live.stages,
    evidence: live.evidence,
    startYear: live.startYear,
    endYear: live.endYear,
    year: live.year,
    dateFrom: live.dateFrom,
    dateTo: live.dateTo,
    outcomes: live.outcomes,
    means: {
      staff: means.staff ?? '',
      money: means.money ?? '',
      agencies: means.agencies ?? '',
    },
    sources: live.sources.map((source) => ({ ...source, url: source.url ?? '' })),
    checked: live.checked,
    confirmed: live.confirmed,
  }
}

function unknownEntry(): ProblemError {
  return new ProblemError(
    404,
    'unknown-entry',
    'There is no entry at this address that you could revise',
    'Its own city revises it, where it is the city’s own account, and the moderators.',
  )
}

function unknownLanguage(): ProblemError {
  return new ProblemError(
    400,
    'invalid-request',
    'This is no language',
    'Please give a BCP 47 tag, such as fr or pt-BR.',
  )
}
