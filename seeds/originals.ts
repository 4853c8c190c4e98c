import type { OriginalText } from '@homeward/server/entries/publishing.ts'
import { contentHash } from './contentHash.ts'
import type { ContentEntry } from './parse.ts'

type Optional = Partial<Record<string, unknown>>

const nothing = {
  country: undefined,
  city: undefined,
  evidence: undefined,
  startYear: undefined,
  endYear: undefined,
  year: undefined,
  date: undefined,
  outcomes: undefined,
  means: undefined,
  confirmed: undefined,
} satisfies Optional

/**
 * Entries of the content as texts ready to go live, each with the hash that tells a later import what this one wrote.
 * @param citySlug the slug under which a city stands in the database
 */
export function originalsOf(
  entries: ContentEntry[],
  citySlug: (country: string, city: string) => string,
): OriginalText[] {
  const lastRead = entries
    .flatMap(({ frontMatter }) => frontMatter.checked ?? [])
    .sort()
    .at(-1)
  return entries.map((entry) => {
    const { frontMatter, sections } = entry
    return {
      ...originalOf(entry, citySlug, lastRead),
      seededHash: contentHash({ frontMatter, sections }),
    }
  })
}

function originalOf(
  { frontMatter, sections }: ContentEntry,
  citySlug: (country: string, city: string) => string,
  lastRead: string | undefined,
): OriginalText {
  const all = { ...nothing, ...frontMatter }
  const [dateFrom = null, dateTo = dateFrom] = all.date?.split('/') ?? []
  const { country, city } = all
  return {
    slug: all.id,
    kind: all.kind,
    language: all.language,
    title: all.title,
    summary: all.summary,
    sections,
    organisation: all.organisation,
    leadType: all.leadType,
    partners: all.partners,
    country: country ?? null,
    citySlug: country === undefined || city === undefined ? null : citySlug(country, city),
    themes: all.themes,
    targetGroups: all.targetGroups,
    stages: all.stages,
    evidence: all.evidence ?? null,
    startYear: all.startYear ?? null,
    endYear: all.endYear ?? null,
    year: all.year ?? null,
    dateFrom,
    dateTo,
    outcomes: (all.outcomes ?? []).map((one) => ({ ...one, year: one.year ?? null })),
    means: {
      staff: all.means?.staff ?? null,
      money: all.means?.money ?? null,
      agencies: all.means?.agencies ?? null,
    },
    confirmed: all.confirmed ?? null,
    origin: all.origin,
    checked: all.checked ?? null,
    sources: all.sources.map((source) => ({
      ...source,
      year: source.year ?? null,
      url: source.url ?? null,
    })),
    publishedOn: dayOf(all.checked ?? all.confirmed ?? lastRead),
    seededHash: null,
  }
}

/** A city's own account without a day of its own goes by the day on which the rest of the content was last read. */
function dayOf(day: string | undefined): Date {
  return day === undefined ? new Date() : new Date(`${day}T00:00:00Z`)
}
