import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db, Trx } from '../platform/postgres/database.ts'
import type { LiveEntry } from './rendering.ts'

function liveRows(db: Db | Trx, ids: string[]) {
  return db
    .selectFrom('entries as e')
    .innerJoin('revisions as r', (join) =>
      join.onRef('r.original_of', '=', 'e.id').on('r.state', '=', 'published'),
    )
    .leftJoin('cities as c', 'c.id', 'r.city_id')
    .leftJoin('countries as k', 'k.code', 'r.country')
    .selectAll('r')
    .select(['e.slug', 'e.version', 'e.first_published_at', 'e.changed_at', 'e.ended_because'])
    .select(['c.slug as city_slug', 'c.name as city_name', 'c.population', 'k.subregion'])
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
          .selectFrom('outcomes as o')
          .select(['o.outcome', 'o.finding', 'o.found_by as by', 'o.year'])
          .whereRef('o.revision_id', '=', 'r.id')
          .orderBy('o.position'),
      ).as('outcomes'),
      jsonArrayFrom(
        eb
          .selectFrom('revisions as l')
          .select('l.language')
          .whereRef('l.entry_id', '=', 'e.id')
          .where('l.state', '=', 'published')
          .orderBy('l.language'),
      ).as('texts'),
      jsonArrayFrom(
        eb
          .selectFrom('revision_attachments as d')
          .innerJoin('attachments as a', 'a.id', 'd.attachment_id')
          .select(['a.id', 'a.file_name as fileName', 'a.media_type as mediaType', 'a.bytes'])
          .select(['a.alternative_text as alternativeText', 'a.owner'])
          .whereRef('d.revision_id', '=', 'r.id')
          .where('a.state', '<>', 'removed')
          .orderBy('d.position'),
      ).as('documents'),
      jsonArrayFrom(
        eb
          .selectFrom('entry_requests as q')
          .innerJoin('cities as a', 'a.id', 'q.city_id')
          .select(['a.name as city', 'a.slug as citySlug', 'q.text', 'q.signed', 'q.created_at'])
          .whereRef('q.entry_id', '=', 'e.id')
          .where('q.kind', '=', 'reply')
          .where('q.state', '=', 'accepted')
          .orderBy('q.id'),
      ).as('replies'),
      jsonArrayFrom(
        eb
          .selectFrom('reviewers as v')
          .select('v.credited_as as name')
          .whereRef('v.revision_id', '=', 'r.id')
          .where('v.given_at', 'is not', null)
          .where('v.credited_as', 'is not', null)
          .orderBy('v.credited_as'),
      ).as('credits'),
    ])
    .where('e.id', 'in', ids)
    .where('e.taken_down_at', 'is', null)
    .execute()
}

type LiveRow = Awaited<ReturnType<typeof liveRows>>[number]

/**
 * The entries among `ids` that are live, read whole in one statement: facts from the live revision of the original,
 * and the languages in which there is a live text.
 */
export async function liveEntries(db: Db | Trx, ids: string[]): Promise<LiveEntry[]> {
  return (await liveRows(db, ids)).map(liveEntry)
}

/** The database forbids these to be missing in what is published: its constraints are the check. */
function present<T>(value: T | null, what: string, row: LiveRow): T {
  if (value === null) throw new Error(`The live revision ${row.id} has no ${what}`)
  return value
}

function liveEntry(row: LiveRow): LiveEntry {
  const terms = (kind: string) => row.terms.flatMap((t) => (t.kind === kind ? t.term : []))
  return {
    entryId: row.entry_id,
    slug: row.slug,
    kind: row.kind,
    version: row.version,
    language: row.language,
    languages: row.texts.map(({ language }) => language),
    title: present(row.title, 'title', row),
    summary: present(row.summary, 'summary', row),
    sections: row.sections,
    organisation: present(row.organisation, 'organisation', row),
    leadType: present(row.lead_type, 'leadType', row),
    partners: row.partners ?? [],
    country: row.country,
    region: row.subregion,
    city:
      row.city_slug === null || row.city_name === null
        ? null
        : { slug: row.city_slug, name: row.city_name, population: row.population },
    documents: row.documents,
    reviewedBy: row.credits.flatMap(({ name }) => name ?? []),
    endedBecause: row.ended_because,
    replies: row.replies.map(({ city, citySlug, text, signed, created_at }) => ({
      city,
      citySlug,
      text,
      signed: present(signed, 'signature of a reply', row),
      at: new Date(created_at),
    })),
    themes: terms('theme'),
    targetGroups: terms('targetGroup'),
    stages: terms('stage'),
    evidence: row.evidence,
    startYear: row.start_year,
    endYear: row.end_year,
    year: row.year,
    dateFrom: row.date_from,
    dateTo: row.date_to,
    outcomes: row.outcomes,
    means: { staff: row.means_staff, money: row.means_money, agencies: row.means_agencies },
    confirmed: row.confirmed,
    origin: present(row.origin, 'origin', row),
    checked: row.checked,
    sources: row.sources ?? [],
    publishedAt: present(row.first_published_at, 'day of publication', row),
    changedAt: present(row.changed_at, 'day of change', row),
  }
}
