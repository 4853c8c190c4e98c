import { basename, dirname } from 'node:path'
import { folderOf, lengths, type ContentVocabulary } from '@homeward/schema/content.ts'
import { kinds, type Kind } from '@homeward/schema/vocabulary.ts'
import { texts } from './characters.ts'
import { countryFault } from './countryCodes.ts'
import { quoted, type Path } from './fault.ts'
import { listOf, termFault } from './terms.ts'
import { valueAt, type ValueFault } from './shape.ts'

type Fields = Record<string, unknown>

/** The kind that an entry says it has, or else that of its folder. */
export function kindOf(fields: Fields, file: string): Kind | null {
  const said = kinds.find((kind) => kind === fields['kind'])
  return said ?? kindOfFolder(file)
}

function kindOfFolder(file: string): Kind | null {
  const folder = basename(dirname(file))
  return kinds.find((kind) => folderOf[kind] === folder) ?? null
}

/** The rules of README.md that a contract of fields cannot tell. Values of a wrong type are left to the contract. */
export function ruleFaults(
  fields: Fields,
  file: string,
  vocabulary: ContentVocabulary,
): ValueFault[] {
  return [
    ...kindRules(fields, file),
    ...idRules(fields, file),
    ...termRules(fields, vocabulary),
    ...placeRules(fields),
    ...languageRules(fields),
    ...yearRules(fields),
    ...originRules(fields),
    ...sourceRules(fields),
    ...textRules(fields),
  ]
}

function kindRules({ kind }: Fields, file: string): ValueFault[] {
  const here = kindOfFolder(file)
  if (typeof kind !== 'string' || kind === here) return []
  const path = ['kind']
  if (!kinds.some((known) => known === kind)) {
    const remedy = here === null ? `use ${kinds.join(', ')}` : `use '${here}' in this folder`
    return [{ path, message: `${quoted(kind)} is not a kind of entry: ${remedy}.` }]
  }
  if (here === null) return []
  const right = folderOf[kinds.find((known) => known === kind) ?? here]
  return [
    {
      path,
      message: `The folder ${folderOf[here]}/ holds entries of kind '${here}': move the file to ${right}/, or correct the kind.`,
    },
  ]
}

function idRules({ id, kind, country }: Fields, file: string): ValueFault[] {
  if (typeof id !== 'string' || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) return []
  const name = basename(file).replace(/\.md$/, '')
  const faults: ValueFault[] = []
  if (id !== name) {
    faults.push({
      path: ['id'],
      message: `The id ${quoted(id)} is not the file's name: rename the file to ${id}.md, or write ${quoted(name)}.`,
    })
  }
  if (kind === 'practice' && typeof country === 'string' && /^[A-Z]{2}$/.test(country)) {
    const prefix = `${country.toLowerCase()}-`
    if (!id.startsWith(prefix)) {
      faults.push({
        path: ['id'],
        message: `The id of a practice begins with its country's code: begin it with '${prefix}', or correct 'country'.`,
      })
    }
  }
  return faults
}

function termRules(fields: Fields, vocabulary: ContentVocabulary): ValueFault[] {
  return [...texts(fields)].flatMap(({ path, text }) => {
    const field = path.findLast((part) => typeof part === 'string')
    const list = field === undefined ? undefined : listOf.get(field)
    const inPlace = field === 'finding' ? path[0] === 'outcomes' : path[0] === field
    if (list === undefined || !inPlace) return []
    const message = termFault(text, list, vocabulary)
    return message === null ? [] : [{ path, message }]
  })
}

function placeRules({ country, city, kind }: Fields): ValueFault[] {
  const faults: ValueFault[] = []
  if (typeof country === 'string') {
    const message = countryFault(country)
    if (message !== null) faults.push({ path: ['country'], message })
  }
  if (kind === 'event' && city !== undefined && country === undefined) {
    faults.push({ path: ['country'], message: 'A city is named but no country: add its country.' })
  }
  return faults
}

function languageRules({ language }: Fields): ValueFault[] {
  if (typeof language !== 'string') return []
  const path = ['language']
  try {
    const [canonical] = Intl.getCanonicalLocales(language)
    if (canonical === undefined || canonical === language) return []
    return [{ path, message: `${quoted(language)} is written '${canonical}': write it so.` }]
  } catch {
    const message = `${quoted(language)} is not a language: use a BCP 47 tag, such as en or pt-BR.`
    return [{ path, message }]
  }
}

function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)
}

function yearRules({ startYear, endYear, year, date }: Fields): ValueFault[] {
  const faults: ValueFault[] = []
  if (typeof startYear === 'number' && typeof endYear === 'number' && endYear < startYear) {
    faults.push({
      path: ['endYear'],
      message: `It ends (${endYear}) before it starts (${startYear}): correct one of them.`,
    })
  }
  if (typeof date !== 'string' || !/^\d{4}-\d\d-\d\d(\/\d{4}-\d\d-\d\d)?$/.test(date)) return faults
  const days = date.split('/')
  const [first = '', last = first] = days
  const path = ['date']
  const wrong = days.find((day) => !isDay(day))
  if (wrong !== undefined) {
    faults.push({ path, message: `${quoted(wrong)} is not a day that exists: correct it.` })
  } else if (last < first) {
    faults.push({ path, message: 'It ends before it starts: write it as start/end.' })
  } else if (typeof year === 'number' && !days.some((day) => day.startsWith(String(year)))) {
    faults.push({
      path: ['year'],
      message: `The date is in another year (${date}): correct one of them.`,
    })
  }
  return faults
}

function originRules({ origin, checked, kind, sources }: Fields): ValueFault[] {
  const faults: ValueFault[] = []
  if (origin === 'editors' && checked === undefined) {
    faults.push({
      path: ['checked'],
      message: "With 'origin: editors', add 'checked': the day on which the sources were read.",
    })
  }
  if (origin === 'city' && checked !== undefined) {
    faults.push({
      path: ['checked'],
      message: "'checked' stands with 'origin: editors' only: take it out.",
    })
  }
  const needed = origin === 'editors' || (kind !== undefined && kind !== 'practice')
  if (needed && Array.isArray(sources) && sources.length === 0) {
    faults.push({ path: ['sources'], message: 'It has no source: add at least one.' })
  }
  return faults
}

function isWebAddress(url: string): boolean {
  const parsed = URL.canParse(url) ? new URL(url) : null
  return parsed !== null && /^https?:$/.test(parsed.protocol) && !/\s/.test(url)
}

function sourceRules({ sources, origin }: Fields): ValueFault[] {
  if (!Array.isArray(sources)) return []
  return sources.flatMap((source: unknown, i): ValueFault[] => {
    if (typeof source !== 'object' || source === null || Array.isArray(source)) return []
    const path = ['sources', i, 'url']
    const url = valueAt(source, ['url'])
    if (url === undefined && origin !== 'city') {
      return [{ path, message: "'url' is missing: add the address of the source." }]
    }
    if (typeof url !== 'string' || isWebAddress(url)) return []
    const message = `${quoted(url)} is not a web address: begin it with https:// or http://.`
    return [{ path, message }]
  })
}

const limits = new Map<unknown, number>([
  ['title', lengths.title],
  ['summary', lengths.summary.most],
  ['outcome', lengths.outcome],
  ['by', lengths.by],
  ['staff', lengths.means],
  ['money', lengths.means],
  ['agencies', lengths.means],
])

/** The contract counts what readers see as one letter; PostgreSQL counts code points, which may be more. */
function textRules(fields: Fields): ValueFault[] {
  return [...texts(fields)].flatMap(({ path, text }): ValueFault[] => {
    if (/<\/?[a-z][^>]*>|<!--/i.test(text)) {
      return [{ path, message: 'It holds HTML: write plain text.' }]
    }
    const most = limits.get(path.at(-1))
    const length = most === undefined ? 0 : [...text].length
    return most === undefined || length <= most || !knownText(path)
      ? []
      : [{ path, message: `It has ${length} characters: shorten it to at most ${most}.` }]
  })
}

function knownText(path: Path): boolean {
  return path.length === 1 || path[0] === 'outcomes' || path[0] === 'means'
}
