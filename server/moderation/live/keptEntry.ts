import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { KeptEntry } from '@homeward/schema/liveActs.ts'
import { takeDownReasons } from '@homeward/schema/names.ts'
import { ProblemError } from '../../platform/http/problems.ts'
import type { Db, Trx } from '../../platform/postgres/database.ts'

/** An entry as moderators act on it, with what is not told. */
export interface Kept {
  id: string
  cityId: string | null
  /** The live revision of its original, also while it is taken down; null where it never was published. */
  liveId: string | null
  entry: KeptEntry
}

const slugForm = /^[a-z0-9-]{1,200}$/
const mostEarlier = 100

function keptRow(db: Db | Trx, slug: string) {
  return db
    .selectFrom('entries as e')
    .leftJoin('revisions as r', (join) =>
      join.onRef('r.original_of', '=', 'e.id').on('r.state', '=', 'published'),
    )
    .leftJoin('cities as c', 'c.id', 'r.city_id')
    .leftJoin('entries as m', 'm.id', 'e.merged_into')
    .leftJoin('published_entries as mp', 'mp.entry_id', 'm.id')
    .leftJoin('published_entries as p', 'p.entry_id', 'e.id')
    .select(['e.id', 'e.slug', 'e.kind', 'e.version', 'e.taken_down_at', 'e.taken_down_reason'])
    .select(['e.title_hidden', 'r.id as live_id', 'r.title', 'r.origin', 'r.lead_type'])
    .select(['r.evidence', 'r.city_id', 'c.slug as city_slug', 'c.name as city_name'])
    .select(['m.slug as merged_slug', 'mp.title as merged_title', 'p.entry_id as published'])
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom('revision_terms as t')
          .select(['t.kind', 't.term'])
          .whereRef('t.revision_id', '=', 'r.id')
          .orderBy('t.position'),
      ).as('terms'),
      jsonArrayFrom(
        eb
          .selectFrom('attachments as a')
          .select(['a.id', 'a.file_name as fileName', 'a.media_type as mediaType'])
          .whereRef('a.entry_id', '=', 'e.id')
          .where('a.state', '<>', 'removed')
          .orderBy('a.id'),
      ).as('documents'),
      jsonArrayFrom(
        eb
          .selectFrom('revisions as v')
          .select(['v.id', 'v.number', 'v.language', 'v.title', 'v.published_at', 'v.state'])
          .whereRef('v.entry_id', '=', 'e.id')
          .where('v.state', 'in', ['published', 'superseded'])
          .orderBy('v.published_at', 'desc')
          .orderBy('v.number', 'desc')
          .limit(mostEarlier),
      ).as('earlier'),
      eb
        .selectFrom('reports as o')
        .select((one) => one.fn.countAll<number>().as('count'))
        .whereRef('o.entry_id', '=', 'e.id')
        .where('o.state', '=', 'open')
        .as('open_reports'),
      eb
        .selectFrom('redactions as x')
        .select((one) => one.fn.countAll<number>().as('count'))
        .whereRef('x.entry_id', '=', 'e.id')
        .as('redactions'),
    ])
    .where((eb) =>
      eb.or([
        eb('e.slug', '=', slug),
        eb('e.id', 'in', eb.selectFrom('old_slugs').select('entry_id').where('slug', '=', slug)),
      ]),
    )
    .where('e.first_published_at', 'is not', null)
    .executeTakeFirst()
}

/** An entry that is or was published. @throws ProblemError 404 */
export async function readKept(db: Db | Trx, slug: string): Promise<Kept> {
  const row = slugForm.test(slug) ? await keptRow(db, slug) : undefined
  if (!row) {
    throw new ProblemError(
      404,
      'unknown-entry',
      'There is no entry at this address',
      'Search for it at /search.',
    )
  }
  const terms = (kind: string) => row.terms.flatMap((t) => (t.kind === kind ? t.term : []))
  const reason = takeDownReasons.find((one) => one === row.taken_down_reason)
  return {
    id: row.id,
    cityId: row.city_id,
    liveId: row.live_id,
    entry: {
      slug: row.slug,
      kind: row.kind,
      title: row.title,
      origin: row.origin,
      city:
        row.city_slug === null || row.city_name === null
          ? null
          : { slug: row.city_slug, name: row.city_name },
      version: Number(row.version),
      live: row.published !== null,
      takenDown:
        row.taken_down_at === null || reason === undefined
          ? null
          : { at: row.taken_down_at.toISOString(), reason, titleHidden: row.title_hidden },
      mergedInto:
        row.merged_slug === null ? null : { slug: row.merged_slug, title: row.merged_title },
      terms: {
        themes: terms('theme'),
        targetGroups: terms('targetGroup'),
        stages: terms('stage'),
        leadType: row.lead_type,
        evidence: row.evidence,
      },
      documents: row.documents,
      earlier: row.earlier.map(({ published_at, state, ...revision }) => ({
        ...revision,
        publishedAt: published_at === null ? null : new Date(published_at).toISOString(),
        live: state === 'published',
      })),
      openReports: Number(row.open_reports ?? 0),
      redactions: Number(row.redactions ?? 0),
    },
  }
}
