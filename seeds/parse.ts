import { Value } from 'typebox/value'
import {
  EventFrontMatter,
  frontMatterOf,
  GuidanceFrontMatter,
  PracticeFrontMatter,
  type ContentVocabulary,
  type FrontMatter,
} from '@homeward/schema/content.ts'
import { sectionsOf, type Kind, type SectionId } from '@homeward/schema/vocabulary.ts'
import { readBody, type Sections } from './body.ts'
import { characterFault, texts } from './characters.ts'
import { fieldName, inOrder, type Fault } from './fault.ts'
import { readPlaced, type Placed } from './placed.ts'
import { kindOf, ruleFaults } from './rules.ts'
import { shapeFaults, type ValueFault } from './shape.ts'
import { vocabulary as ownVocabulary } from './vocabulary.ts'

export type { Fault } from './fault.ts'

/** An entry of the content that is right in itself. */
export interface ContentEntry {
  file: string
  frontMatter: FrontMatter
  /** Markdown; the sections of its kind, all of them. */
  sections: Partial<Record<SectionId, string>>
}

export type Parsed = { ok: true; entry: ContentEntry } | { ok: false; faults: Fault[] }

const longest = 200_000

/**
 * Reads one entry: front matter and body.
 * @param text the file, as text
 * @param file its path; its folder tells the kind (practices/, guidance/, events/), its name the id
 * @param vocabulary the terms that it may use; those of this folder's vocabulary.json by default
 * @returns the entry, or all its faults in the order of their lines
 */
export function parseEntryFile(
  text: string,
  file: string,
  vocabulary: ContentVocabulary = ownVocabulary,
): Parsed {
  const { entry, faults } = readEntry(text, file, vocabulary)
  return entry === null ? { ok: false, faults } : { ok: true, entry }
}

export interface ReadEntry {
  /** Null where there are faults. */
  entry: ContentEntry | null
  faults: Fault[]
  /** Front matter as it stands, with its lines; null where there is none. */
  placed: Placed | null
}

/** As `parseEntryFile`, with what is needed to compare entries with each other. */
export function readEntry(text: string, file: string, vocabulary: ContentVocabulary): ReadEntry {
  const alone = (line: number, message: string): ReadEntry => ({
    entry: null,
    faults: [{ file, line, field: 'front matter', message }],
    placed: null,
  })
  if (text.length > longest) return alone(1, 'The file is far too long for an entry: shorten it.')
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  if (lines[0]?.trimEnd() !== '---') {
    return alone(1, "The front matter is missing: begin the file with a line '---'.")
  }
  const close = lines.findIndex((line, i) => i > 0 && line.trimEnd() === '---')
  if (close === -1) {
    return alone(1, "The front matter is not closed: end it with a line '---' before the body.")
  }
  const { placed, faults: syntax } = readPlaced(lines.slice(1, close).join('\n'), 1)
  const faults: Fault[] = syntax.map(({ line, message }) => ({
    file,
    line,
    // What is inside a field is not to be trusted where the syntax is wrong.
    field: placed.fieldAt(line)?.split(/[.[]/)[0] || 'front matter',
    message,
  }))
  const fields = fieldsOf(placed.value)
  const kind = kindOf(fields ?? {}, file)
  faults.push(...frontMatterFaults(placed, fields, kind, file, vocabulary))
  const body = kind ? readBody(lines.slice(close + 1).join('\n'), kind, close + 1) : null
  faults.push(...(body?.faults ?? []).map((fault) => ({ file, ...fault })))
  faults.push(...characterFaults(lines, close, placed, file))
  const frontMatter = kind && faults.length === 0 ? typed(kind, fields) : null
  const sections = kind && body ? complete(kind, body.sections) : null
  const entry = frontMatter && sections ? { file, frontMatter, sections } : null
  return { entry, faults: inOrder(faults), placed }
}

function fieldsOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : null
}

function frontMatterFaults(
  placed: Placed,
  fields: Record<string, unknown> | null,
  kind: Kind | null,
  file: string,
  vocabulary: ContentVocabulary,
): Fault[] {
  if (placed.value === undefined) return []
  if (fields === null) {
    const message = "The front matter has no fields: write them as 'name: value', one a line."
    return [{ file, line: 1, field: 'front matter', message }]
  }
  const found = ruleFaults(fields, file, vocabulary)
  const shape = kind ? shapeFaults(frontMatterOf[kind], fields) : [noKind]
  const ruled = new Set(found.map(({ path }) => fieldName(path)))
  // Where a rule says more of a field, the contract's word on it would only repeat that.
  found.push(...shape.filter(({ path }) => !ruled.has(fieldName(path))))
  return found.map(({ path, message }) => ({
    file,
    line: placed.lineOf(path),
    field: fieldName(path),
    message,
  }))
}

const noKind: ValueFault = {
  path: ['kind'],
  message: "'kind' is missing: add practice, guidance or event.",
}

function characterFaults(lines: string[], close: number, placed: Placed, file: string): Fault[] {
  let heading = 'body'
  const written = lines.flatMap((text, i): Fault[] => {
    const line = i + 1
    if (i > close && text.startsWith('## ')) heading = text.slice(3)
    const message = characterFault(text)
    if (message === null) return []
    const field = i > close ? heading : (placed.fieldAt(line) ?? 'front matter')
    return [{ file, line, field, message }]
  })
  // Double quotes can hold characters that the line itself does not show: "\0".
  const escaped = [...texts(placed.value)].flatMap(({ path, text }): Fault[] => {
    const line = placed.lineOf(path)
    const message = characterFault(text)
    return message === null || written.some((fault) => fault.line === line)
      ? []
      : [{ file, line, field: fieldName(path) || 'front matter', message }]
  })
  return [...written, ...escaped]
}

/** A check by the contract of the kind, which also tells the compiler what the fields are. */
function typed(kind: Kind, fields: unknown): FrontMatter | null {
  switch (kind) {
    case 'practice':
      return Value.Check(PracticeFrontMatter, fields) ? fields : null
    case 'guidance':
      return Value.Check(GuidanceFrontMatter, fields) ? fields : null
    case 'event':
      return Value.Check(EventFrontMatter, fields) ? fields : null
  }
}

function complete(kind: Kind, sections: Sections): Sections | null {
  return sectionsOf[kind].every((id) => sections[id] !== undefined) ? sections : null
}
