import type { LiveEntry } from '../entries/rendering.ts'
import { passagesOf } from '../entries/rendering.ts'

/** The parts of an entry that are searched, from what says most of it to what says least. */
export interface SearchText {
  title: string
  /** City, country and its people, part of the world. */
  places: string
  /** Labels and meanings of its terms. */
  terms: string
  /** Who leads it, with whom. */
  organisations: string
  summary: string
  body: string
  /** What is in its documents. */
  documents: string
}

/** Words for codes: what a search document says of places and terms. */
export interface SearchLabels {
  country(code: string): string
  region(code: string): string
  term(kind: 'theme' | 'targetGroup' | 'stage', id: string): string
}

/** Entry -> what is searched of it. Labels stand in the document, so that a place's people and a theme's name find it. */
export function searchText(
  entry: LiveEntry,
  labels: SearchLabels,
  documents: string[],
): SearchText {
  return {
    title: entry.title,
    places: [
      entry.city?.name ?? '',
      entry.country === null ? '' : labels.country(entry.country),
      entry.region === null ? '' : labels.region(entry.region),
    ].join(' · '),
    terms: [
      ...entry.themes.map((id) => labels.term('theme', id)),
      ...entry.targetGroups.map((id) => labels.term('targetGroup', id)),
      ...entry.stages.map((id) => labels.term('stage', id)),
    ].join(' · '),
    organisations: [entry.organisation, ...entry.partners].join(' · '),
    summary: entry.summary,
    body: [...passagesOf(entry), ...entry.outcomes.map(({ outcome }) => outcome)].join('\n'),
    documents: documents.join('\n'),
  }
}
