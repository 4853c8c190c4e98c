import { SaxesParser } from 'saxes'
import { UnreadableFile } from './broken.ts'
import { limits } from './kinds.ts'

/** An element as it opens. Names are without prefix, which documents may choose as they like. */
export interface Opening {
  name: string
  /** By name without prefix; values as they are meant. */
  attributes: ReadonlyMap<string, string>
  /** Names of what it is in, the outermost first. */
  within: readonly string[]
}

/** What becomes of an element. Attributes by name without prefix; null: taken away. */
export type Fate =
  | 'keep'
  | 'drop'
  | { attributes: Readonly<Record<string, string | null>> }
  | { text: string }

export interface Visitor {
  opening?(opening: Opening): Fate
  /** Text as it is meant, in one element; may come in several pieces. */
  text?(text: string, within: readonly string[]): void
}

/**
 * Reads XML and writes it again without what a visitor takes out of it; everything else stays as it is, byte for byte.
 * Entities of a document's own are never read: a document type is refused, as in the formats of documents there is none.
 * @throws UnreadableFile where it is not well-formed or nested too deeply
 */
export function rewrittenXml(content: Buffer, visitor: Visitor): Buffer {
  const source = decodedXml(content)
  const edits = editsOf(source, visitor)
  if (edits.length === 0) return content
  let result = ''
  let from = 0
  for (const edit of edits) {
    result += source.slice(from, edit.start) + edit.text
    from = edit.end
  }
  result += source.slice(from)
  return Buffer.from(result.replace(/^(<\?xml[^>]*?)\s+encoding\s*=\s*(["'])[^"']*\2/, '$1'))
}

/** How many elements of a name there are. @throws UnreadableFile */
export function countElements(content: Buffer, name: string): number {
  let count = 0
  rewrittenXml(content, {
    opening(opening) {
      if (opening.name === name) count += 1
      return 'keep'
    },
  })
  return count
}

interface Edit {
  start: number
  end: number
  text: string
}

function editsOf(source: string, visitor: Visitor): Edit[] {
  const parser = new SaxesParser({ position: true })
  const edits: Edit[] = []
  const within: string[] = []
  /** Where the outermost element begins that is being taken out, and how deep it lies. */
  let out: { start: number; depth: number; text: string | null } | null = null
  const startOfTag = () => source.lastIndexOf('<', parser.position - 1)

  parser.on('doctype', () => {
    throw new UnreadableFile('broken')
  })
  parser.on('error', (error) => {
    throw new UnreadableFile('broken', { cause: error })
  })
  parser.on('opentag', (tag) => {
    const name = local(tag.name)
    if (within.length >= limits.xmlDepth) throw new UnreadableFile('broken')
    if (out === null) {
      const attributes = new Map(
        Object.entries(tag.attributes).map(([key, value]) => [local(key), String(value)]),
      )
      const fate = visitor.opening?.({ name, attributes, within }) ?? 'keep'
      if (fate === 'drop') out = { start: startOfTag(), depth: within.length, text: null }
      else if (fate !== 'keep' && 'text' in fate) {
        if (!tag.isSelfClosing) {
          out = { start: parser.position, depth: within.length, text: escaped(fate.text) }
        }
      } else if (fate !== 'keep') {
        const text = openingTag(tag, fate.attributes)
        edits.push({ start: startOfTag(), end: parser.position, text })
      }
    }
    within.push(name)
  })
  parser.on('closetag', () => {
    within.pop()
    if (out === null || within.length !== out.depth) return
    // Text is put between the tags, which stay; all else goes with them.
    const end = out.text === null ? parser.position : startOfTag()
    edits.push({ start: out.start, end, text: out.text ?? '' })
    out = null
  })
  const text = (piece: string) => {
    if (out === null) visitor.text?.(piece, within)
  }
  parser.on('text', text)
  parser.on('cdata', text)
  parser.write(source).close()
  return edits
}

function openingTag(
  tag: { name: string; attributes: Record<string, unknown>; isSelfClosing: boolean },
  changes: Readonly<Record<string, string | null>>,
): string {
  const attributes = Object.entries(tag.attributes).flatMap(([key, value]) => {
    const change = changes[local(key)]
    return change === null ? [] : [` ${key}="${escaped(change ?? String(value))}"`]
  })
  return `<${tag.name}${attributes.join('')}${tag.isSelfClosing ? '/>' : '>'}`
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text as it stands in XML; line breaks too, which an attribute would lose. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]|[\n\r\t]/g, (one) => escapes[one] ?? `&#${one.charCodeAt(0)};`)
}

function decodedXml(content: Buffer): string {
  if (content.length > limits.xmlBytes) throw new UnreadableFile('too-large')
  try {
    return new TextDecoder(encodingOf(content), { fatal: true }).decode(content)
  } catch (error) {
    throw new UnreadableFile('broken', { cause: error })
  }
}

function encodingOf(content: Buffer): string {
  if (content[0] === 0xff && content[1] === 0xfe) return 'utf-16le'
  if (content[0] === 0xfe && content[1] === 0xff) return 'utf-16be'
  const declared = /^<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']/.exec(
    content.toString('latin1', 0, 200),
  )
  return declared?.[1] ?? 'utf-8'
}
