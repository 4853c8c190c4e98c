import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { sql } from 'kysely'
import type { Diff } from '@homeward/schema/moderation.ts'
import { revisionStates, type Kind } from '@homeward/schema/names.ts'
import type { DraftContent } from '@homeward/schema/submission.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'
import type { Draft } from '../submissions/store.ts'
import { tidied, type Tidy } from '../submissions/tidy.ts'

/** A document as it is compared. */
export interface ComparedDocument {
  id: string
  fileName: string
  sha256: string
  bytes: number
  owner: string | null
  alternativeText: string | null
}

/** One side of a comparison: a text as it stands, stood or would stand. */
export interface Side {
  about: Diff['to']
  kind: Kind
  translation: boolean
  text: Tidy
  documents: ComparedDocument[]
}

function revisionRow(db: Db | Trx, id: string) {
  return db
    .selectFrom('revisions as r')
    .leftJoin('cities as c', 'c.id', 'r.city_id')
    .selectAll('r')
    .select('c.slug as city_slug')
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
          .selectFrom('revision_attachments as ra')
          .innerJoin('attachments as a', 'a.id', 'ra.attachment_id')
          .select(['a.id', 'a.file_name as fileName', 'a.bytes', 'a.owner'])
          .select('a.alternative_text as alternativeText')
          .select(sql<string>`encode(a.sha256, 'hex')`.as('sha256'))
          .whereRef('ra.revision_id', '=', 'r.id')
          .where('a.state', '<>', 'removed')
          .orderBy('ra.position'),
      ).as('documents'),
      eb
        .selectFrom('snapshots as s')
        .select('s.documents')
        .whereRef('s.revision_id', '=', 'r.id')
        .orderBy('s.taken_at', 'desc')
        .limit(1)
        .as('handed_in_documents'),
    ])
    .where('r.id', '=', id)
    .executeTakeFirstOrThrow()
}

type Row = Awaited<ReturnType<typeof revisionRow>>

/** A revision as it was handed in last, or published: what would go live, or did. */
export async function revisionSide(db: Db | Trx, id: string): Promise<Side> {
  const row = await revisionRow(db, id)
  const open =
    row.state === 'changes-requested' || row.state === 'submitted' || row.state === 'in-review'
  const documents = open ? (row.handed_in_documents ?? row.documents) : row.documents
  return {
    about: aboutOf(row, row.published_at ?? row.submitted_at),
    kind: row.kind,
    translation: row.original_of === null,
    text: tidied(contentOf(row), row.kind),
    documents: documents.map(comparedDocument),
  }
}

/** A draft as those who write it have it before them. */
export async function draftSide(db: Db | Trx, draft: Draft): Promise<Side> {
  const row = await revisionRow(db, draft.id)
  return {
    about: aboutOf(row, draft.saved.at),
    kind: draft.kind,
    translation: draft.translation,
    text: tidied({ ...draft.content, language: draft.language }, draft.kind),
    documents: draft.documents.map(comparedDocument),
  }
}

/** What was handed in before. @param back how many times ago: 0 is the last time; null where there was none */
export async function snapshotSide(db: Db | Trx, id: string, back: number): Promise<Side | null> {
  const snapshot = await db
    .selectFrom('snapshots')
    .select(['content', 'documents', 'taken_at'])
    .where('revision_id', '=', id)
    .orderBy('taken_at', 'desc')
    .orderBy('id', 'desc')
    .offset(back)
    .limit(1)
    .executeTakeFirst()
  if (!snapshot) return null
  const row = await revisionRow(db, id)
  return {
    about: aboutOf(row, snapshot.taken_at),
    kind: row.kind,
    translation: row.original_of === null,
    text: tidied(snapshot.content, row.kind),
    documents: snapshot.documents.map(comparedDocument),
  }
}

function aboutOf(row: Row, at: Date | null): Diff['to'] {
  return {
    revision: row.id,
    number: row.number,
    language: row.language,
    state: revisionStates.find((state) => state === row.state) ?? 'draft',
    at: at?.toISOString() ?? null,
  }
}

function comparedDocument(document: ComparedDocument): ComparedDocument {
  const { id, fileName, sha256, bytes, owner, alternativeText } = document
  return { id, fileName, sha256, bytes: Number(bytes), owner, alternativeText }
}

function contentOf(row: Row): DraftContent {
  const terms = (kind: string) => row.terms.flatMap((t) => (t.kind === kind ? t.term : []))
  return {
    language: row.language,
    title: row.title ?? '',
    summary: row.summary ?? '',
    sections: row.sections,
    organisation: row.organisation ?? '',
    leadType: row.lead_type,
    partners: row.partners ?? [],
    country: row.country,
    citySlug: row.city_slug,
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
    means: {
      staff: row.means_staff ?? '',
      money: row.means_money ?? '',
      agencies: row.means_agencies ?? '',
    },
    sources: (row.sources ?? []).map((source) => ({ ...source, url: source.url ?? '' })),
    checked: row.checked,
    confirmed: row.confirmed,
  }
}
