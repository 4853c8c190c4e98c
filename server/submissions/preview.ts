import type { Entry } from '@homeward/schema/entry.ts'
import { liveEntries } from '../entries/live.ts'
import { fullEntry, type LiveEntry } from '../entries/rendering.ts'
import { readable, type Asked } from './acting.ts'
import { originOf } from './answers.ts'
import { confirmedOn, leastEvidence } from './columns.ts'
import type { Known } from './known.ts'
import type { Setting } from './setting.ts'
import type { Draft } from './store.ts'
import { tidied, type Tidy, type Year } from './tidy.ts'

/** What is being written, as its page would show it: what is missing is empty, and what is no term is left out. */
export async function previewOf(setting: Setting, asked: Asked): Promise<Entry> {
  const draft = await readable(setting, asked)
  const text = tidied(draft.content, draft.kind)
  const now = new Date()
  const live = draft.everPublished
    ? (await liveEntries(setting.database.db, [draft.entryId]))[0]
    : undefined
  const base =
    draft.translation && live ? live : asOriginal(draft, text, await setting.known(), now)
  const entry: LiveEntry = {
    ...base,
    title: text.title,
    summary: text.summary,
    sections: text.sections,
    language: text.language || draft.language,
    documents: documentsOf(draft, base),
    replies: live?.replies ?? [],
    reviewedBy: [],
    endedBecause: live?.endedBecause ?? null,
    version: draft.entryVersion + 1,
    publishedAt: draft.firstPublishedAt ?? now,
    changedAt: now,
  }
  return fullEntry(entry, now)
}

/** A translation holds none: they are the original's. */
const documentsOf = (draft: Draft, base: LiveEntry): LiveEntry['documents'] =>
  draft.translation
    ? base.documents
    : draft.documents.map(({ id, fileName, mediaType, bytes, alternativeText, owner }) => ({
        id,
        fileName,
        mediaType,
        bytes,
        alternativeText,
        owner,
      }))

const yearOf = (year: Year) =>
  year === 'wrong' || year === null || year < 1900 || year > 2200 ? null : year
const dayOf = (text: string) => (/^\d{4}-\d\d-\d\d$/.test(text) ? text : null)

function asOriginal(draft: Draft, text: Tidy, known: Known, now: Date): LiveEntry {
  const { terms } = known
  const practice = draft.kind === 'practice'
  const origin = originOf(draft)
  const evidence = text.evidence || leastEvidence
  const [city, country] = placeOf(draft, text, known)
  return {
    entryId: draft.entryId,
    slug: draft.entry?.slug ?? '',
    kind: draft.kind,
    version: 0,
    language: draft.language,
    languages: [draft.language],
    title: text.title,
    summary: text.summary,
    sections: text.sections,
    organisation: text.organisation,
    leadType: terms.leadType.has(text.leadType) ? text.leadType : '',
    partners: text.partners.map(({ name }) => name),
    country,
    region: country === null ? null : (known.regions.get(country) ?? null),
    city,
    documents: [],
    replies: [],
    reviewedBy: [],
    endedBecause: null,
    themes: text.themes.filter((id) => terms.theme.has(id)),
    targetGroups: text.targetGroups.filter((id) => terms.targetGroup.has(id)),
    stages: text.stages.filter((id) => terms.stage.has(id)),
    evidence: practice && terms.evidence.has(evidence) ? evidence : null,
    startYear: yearOf(text.startYear),
    endYear: yearOf(text.endYear),
    year: yearOf(text.year),
    dateFrom: dayOf(text.dateFrom),
    dateTo: dayOf(text.dateTo),
    outcomes: text.outcomes
      .filter(({ finding }) => terms.finding.has(finding))
      .map(({ outcome, finding, by, year }) => ({ outcome, finding, by, year: yearOf(year) })),
    means: {
      staff: text.means.staff || null,
      money: text.means.money || null,
      agencies: text.means.agencies || null,
    },
    confirmed: practice ? confirmedOn(dayOf(text.confirmed), { ...text, origin }, now) : null,
    origin,
    checked: dayOf(text.checked),
    sources: text.sources.map(({ title, publisher, year, url }) => ({
      title,
      publisher,
      year: yearOf(year),
      url: url || null,
    })),
    publishedAt: new Date(),
    changedAt: new Date(),
  }
}

function placeOf(draft: Draft, text: Tidy, known: Known): [LiveEntry['city'], string | null] {
  const slug = draft.city?.slug ?? text.citySlug
  const found = known.cities.get(slug)
  const country = draft.city?.country ?? found?.country ?? text.country
  const city = found ? { slug, name: found.name, population: found.population } : null
  return [city, known.countries.has(country) ? country : null]
}
