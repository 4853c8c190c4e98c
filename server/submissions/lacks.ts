import { documentLimits, sectionsOf, textLimits, type Kind } from '@homeward/schema/names.ts'
import type { Document, Lack } from '@homeward/schema/submission.ts'
import type { Known } from './known.ts'
import type { Tidy, Year } from './tidy.ts'

/** What is to be submitted, beside its text. */
export interface ToCheck {
  kind: Kind
  translation: boolean
  origin: 'city' | 'editors'
  /** Whether its language can still be chosen. */
  languageOpen: boolean
  language: string
  /** The city whose team writes it; null: moderators do. */
  city: { slug: string; country: string; status: string } | null
  documents: Pick<Document, 'id' | 'mediaType' | 'alternativeText' | 'owner' | 'state'>[]
  known: Known
}

/** Where 'not known' is an answer. */
const mayBeUnknown = new Set([
  'targetGroups',
  'stages',
  'evidence',
  'startYear',
  'endYear',
  'sections.results',
])

const lengthOf = (text: string): number => {
  let length = 0
  for (const _ of text) length += 1
  return length
}

class Lacks {
  readonly found: Lack[] = []

  add(field: string, fault: Lack['fault'], more: Pick<Lack, 'limit' | 'found'> = {}): void {
    this.found.push({ field, fault, ...more })
  }

  needed(field: string, text: string): void {
    if (text === '') this.add(field, 'missing')
  }

  atMost(field: string, text: string, limit: number): void {
    if (text.length <= limit) return
    const found = lengthOf(text)
    if (found > limit) this.add(field, 'too-long', { limit, found })
  }

  fewer(field: string, list: unknown[], limit: number): void {
    if (list.length > limit) this.add(field, 'too-many', { limit, found: list.length })
  }

  year(field: string, year: Year): void {
    if (year === 'wrong' || (year !== null && (year < 1900 || year > 2200)))
      this.add(field, 'not-a-year')
  }

  day(field: string, day: string): void {
    if (day !== '' && !isDay(day)) this.add(field, 'not-a-day')
  }
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/**
 * What keeps a draft from being submitted, field by field, in the order of the form. Lengths are in characters (code
 * points), as the database counts them.
 */
export function lacksOf(text: Tidy, about: ToCheck): Lack[] {
  const lacks = new Lacks()
  checkLanguage(lacks, text, about)
  checkText(lacks, text)
  if (!about.translation) {
    checkPlace(lacks, text, about)
    checkLead(lacks, text, about)
    checkTerms(lacks, text, about)
    checkTime(lacks, text, about)
    checkOutcomes(lacks, text, about)
    for (const part of ['staff', 'money', 'agencies'] as const)
      lacks.atMost(`means.${part}`, text.means[part], textLimits.means)
  }
  checkSections(lacks, text, about)
  if (!about.translation) {
    checkSources(lacks, text, about)
    checkDocuments(lacks, about)
  }
  if (!text.licence) lacks.add('licence', 'not-agreed')
  if (about.city !== null && about.city.status !== 'verified')
    lacks.add('city', 'city-not-verified')
  return lacks.found
}

/** Whether a text is a BCP 47 tag as the database takes it. */
export const isLanguage = (tag: string): boolean => {
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) || tag.length > 35) return false
  try {
    return Intl.getCanonicalLocales(tag)[0] === tag
  } catch {
    return false
  }
}

function checkLanguage(lacks: Lacks, text: Tidy, { languageOpen, language }: ToCheck): void {
  const wrong = languageOpen ? !isLanguage(text.language) : text.language !== language
  if (text.language !== '' && wrong) lacks.add('language', 'unknown')
}

function checkText(lacks: Lacks, text: Tidy): void {
  lacks.needed('title', text.title)
  lacks.atMost('title', text.title, textLimits.title)
  lacks.needed('summary', text.summary)
  const { least, most } = textLimits.summary
  lacks.atMost('summary', text.summary, most)
  const found = lengthOf(text.summary)
  if (found > 0 && found < least) lacks.add('summary', 'too-short', { limit: least, found })
}

function checkPlace(lacks: Lacks, text: Tidy, { kind, city, known }: ToCheck): void {
  if (city !== null) {
    // A team writes of its own city, where it says nothing else.
    if (text.country !== '' && text.country !== city.country) lacks.add('country', 'unknown')
    if (text.citySlug !== '' && text.citySlug !== city.slug) lacks.add('citySlug', 'unknown')
    return
  }
  if (kind === 'practice') lacks.needed('country', text.country)
  if (text.country !== '' && !known.countries.has(text.country)) lacks.add('country', 'unknown')
  if (text.citySlug === '') return
  if (known.cities.get(text.citySlug)?.country !== text.country) lacks.add('citySlug', 'unknown')
}

function checkLead(lacks: Lacks, text: Tidy, { known }: ToCheck): void {
  lacks.needed('organisation', text.organisation)
  lacks.atMost('organisation', text.organisation, textLimits.name)
  lacks.needed('leadType', text.leadType)
  if (text.leadType !== '' && !known.terms.leadType.has(text.leadType))
    lacks.add('leadType', 'unknown')
  lacks.fewer('partners', text.partners, textLimits.partners)
  for (const { at, name } of text.partners) lacks.atMost(`partners.${at}`, name, textLimits.name)
}

function checkTerms(lacks: Lacks, text: Tidy, { kind, known }: ToCheck): void {
  const lists = [
    ['targetGroups', 'targetGroup'],
    ['stages', 'stage'],
    ['themes', 'theme'],
  ] as const
  for (const [field, termKind] of lists) {
    const needed = field === 'themes' || kind === 'practice'
    const answered = mayBeUnknown.has(field) && text.notKnown.has(field)
    if (needed && !answered && text[field].length === 0) lacks.add(field, 'missing')
    lacks.fewer(field, text[field], textLimits[field])
    if (text[field].some((id) => !known.terms[termKind].has(id))) lacks.add(field, 'unknown')
  }
  if (kind === 'practice' && text.evidence !== '' && !known.terms.evidence.has(text.evidence))
    lacks.add('evidence', 'unknown')
}

function checkTime(lacks: Lacks, text: Tidy, { kind, origin }: ToCheck): void {
  if (kind === 'practice') {
    lacks.year('startYear', text.startYear)
    lacks.year('endYear', text.endYear)
    const { startYear: start, endYear: end } = text
    if (typeof start === 'number' && typeof end === 'number' && end < start)
      lacks.add('endYear', 'order')
    lacks.day('confirmed', text.confirmed)
  } else {
    if (text.year === null) lacks.add('year', 'missing')
    lacks.year('year', text.year)
  }
  if (kind === 'event') {
    lacks.day('dateFrom', text.dateFrom)
    lacks.day('dateTo', text.dateTo)
    if (text.dateTo !== '' && text.dateTo < text.dateFrom) lacks.add('dateTo', 'order')
    if (text.dateTo !== '' && text.dateFrom === '') lacks.add('dateFrom', 'missing')
  }
  if (origin === 'editors') lacks.needed('checked', text.checked)
  lacks.day('checked', text.checked)
}

function checkOutcomes(lacks: Lacks, text: Tidy, { kind, known }: ToCheck): void {
  if (kind !== 'practice') return
  lacks.fewer('outcomes', text.outcomes, textLimits.outcomes)
  for (const { at, outcome, finding, by, year } of text.outcomes) {
    const field = (name: string) => `outcomes.${at}.${name}`
    lacks.needed(field('outcome'), outcome)
    lacks.atMost(field('outcome'), outcome, textLimits.outcome)
    lacks.needed(field('finding'), finding)
    if (finding !== '' && !known.terms.finding.has(finding)) lacks.add(field('finding'), 'unknown')
    lacks.needed(field('by'), by)
    lacks.atMost(field('by'), by, textLimits.by)
    lacks.year(field('year'), year)
  }
}

function checkSections(lacks: Lacks, text: Tidy, { kind, translation }: ToCheck): void {
  const needed = kind === 'practice' && !translation ? ['approach', 'results'] : []
  const answered = (id: string) =>
    mayBeUnknown.has(`sections.${id}`) && text.notKnown.has(`sections.${id}`)
  for (const id of sectionsOf[kind]) {
    const written = text.sections[id] ?? ''
    if (needed.includes(id) && written === '' && !answered(id))
      lacks.add(`sections.${id}`, 'missing')
    lacks.atMost(`sections.${id}`, written, textLimits.section)
  }
  if (needed.length === 0 && Object.keys(text.sections).length === 0)
    lacks.add(`sections.${sectionsOf[kind][0]}`, 'missing')
}

function isWebAddress(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && !/\s/.test(text)
}

function checkSources(lacks: Lacks, text: Tidy, { kind, origin }: ToCheck): void {
  const fromSources = origin === 'editors' || kind !== 'practice'
  if (fromSources && text.sources.length === 0) lacks.add('sources', 'missing')
  lacks.fewer('sources', text.sources, textLimits.sources)
  for (const { at, title, publisher, year, url } of text.sources) {
    const field = (name: string) => `sources.${at}.${name}`
    lacks.needed(field('title'), title)
    lacks.atMost(field('title'), title, textLimits.name)
    lacks.needed(field('publisher'), publisher)
    lacks.atMost(field('publisher'), publisher, textLimits.name)
    lacks.year(field('year'), year)
    if (origin === 'editors') lacks.needed(field('url'), url)
    lacks.atMost(field('url'), url, textLimits.url)
    if (url !== '' && !isWebAddress(url)) lacks.add(field('url'), 'not-an-address')
  }
}

function checkDocuments(lacks: Lacks, { documents }: ToCheck): void {
  lacks.fewer('documents', documents, documentLimits.count)
  for (const { id, mediaType, alternativeText, owner, state } of documents) {
    if (mediaType.startsWith('image/') && !alternativeText?.trim())
      lacks.add(`documents.${id}.alternativeText`, 'no-alternative-text')
    if (!owner?.trim()) lacks.add(`documents.${id}.owner`, 'missing')
    if (state === 'waiting') lacks.add(`documents.${id}`, 'still-being-read')
  }
}
