import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Node,
  type YAMLError,
} from 'yaml'
import { fieldName, type Path } from './fault.ts'

/** Data together with the lines on which its parts stand. */
export interface Placed {
  /** Undefined where the syntax is so wrong that faults of fields would mislead. */
  value: unknown
  /** The line of the part, or of the nearest part around it that exists. */
  lineOf(path: Path): number
  /** The part that a line belongs to. */
  fieldAt(line: number): string | null
}

/** What keeps a text from being read, before its fields are looked at. */
export interface SyntaxFault {
  line: number
  message: string
}

const depthLimit = 20

const remedies: Record<string, string> = {
  DUPLICATE_KEY: 'a field stands twice: keep one of them',
  BLOCK_AS_IMPLICIT_KEY:
    'a text holds a colon followed by a space: put the whole text in double quotes',
  BAD_INDENT: 'a list or text is not closed, or the indentation is wrong: close it, or align it',
  MISSING_CHAR: 'something is not closed: look for a missing quote, bracket or colon',
  TAB_AS_INDENT: 'a tab indents the line: use spaces',
  BAD_ALIAS: 'a text begins with *: put the whole text in double quotes',
  MULTIPLE_DOCS: 'a line begins with --- or ... inside the front matter: take it out',
  UNEXPECTED_TOKEN: 'something stands where it cannot: put texts with special signs in quotes',
}

function syntaxFault({ code, message, pos }: YAMLError, lineAt: (offset: number) => number) {
  const remedy = remedies[code] ?? `${message}: put the text in double quotes, or correct it`
  return { line: lineAt(pos[0]), message: `This is not valid YAML: ${remedy}.` }
}

/**
 * Reads YAML (or JSON, which is YAML) with the line of every part.
 * @param before number of lines above the text in its file
 */
export function readPlaced(text: string, before = 0): { placed: Placed; faults: SyntaxFault[] } {
  try {
    return read(text, before)
  } catch (error) {
    // The parser goes down into what is nested: what is nested thousands deep ends it.
    if (!(error instanceof RangeError)) throw error
    const message = 'This is nested too deeply to be read: write it as README.md shows.'
    return {
      placed: placedAt(new Map(), undefined, before),
      faults: [{ line: before + 1, message }],
    }
  }
}

function read(text: string, before: number): { placed: Placed; faults: SyntaxFault[] } {
  const counter = new LineCounter()
  const lineAt = (offset: number) => counter.linePos(offset).line + before
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false })
  const faults: SyntaxFault[] = document.errors.map((error) => syntaxFault(error, lineAt))
  let sound = document.errors.every(({ code }) => code === 'DUPLICATE_KEY')
  const refuse = (node: Node, message: string) => {
    sound = false
    faults.push({ line: lineAt(node.range?.[0] ?? 0), message })
  }
  visit(document, {
    Alias: (_, node) => {
      refuse(
        node,
        'A text begins with *, which YAML reads as a reference: put it in double quotes.',
      )
    },
    Node: (_, node) => {
      if (!isAlias(node) && (node.anchor ?? node.tag) !== undefined) {
        refuse(
          node,
          'A text begins with & or !, which YAML reads as a mark: put it in double quotes.',
        )
      }
    },
  })
  const lines = new Map<string, number>()
  const value = plain(document.contents, [], lines, lineAt)
  return { placed: placedAt(lines, sound ? value : undefined, before), faults }
}

function plain(
  node: unknown,
  path: Path,
  lines: Map<string, number>,
  lineAt: (offset: number) => number,
): unknown {
  const place = (path: Path, at: unknown) => {
    const range = isScalar(at) || isMap(at) || isSeq(at) || isAlias(at) ? at.range : null
    if (range) lines.set(fieldName(path), lineAt(range[0]))
  }
  if (path.length > depthLimit) throw new RangeError('too deep')
  if (isMap(node)) {
    return Object.fromEntries(
      node.items.map(({ key, value }) => {
        const name = isScalar(key) ? String(key.value) : '?'
        const at = [...path, name]
        place(at, key)
        return [name, plain(value, at, lines, lineAt)]
      }),
    )
  }
  if (isSeq(node)) {
    return node.items.map((item, i) => {
      const at = [...path, i]
      place(at, item)
      return plain(item, at, lines, lineAt)
    })
  }
  return isScalar(node) ? node.value : null
}

function placedAt(lines: Map<string, number>, value: unknown, before: number): Placed {
  return {
    value,
    lineOf(path) {
      for (let length = path.length; length > 0; length--) {
        const line = lines.get(fieldName(path.slice(0, length)))
        if (line !== undefined) return line
      }
      return Math.max(1, before)
    },
    fieldAt(line) {
      let found: string | null = null
      for (const [field, at] of lines) if (at <= line) found = field
      return found
    },
  }
}
