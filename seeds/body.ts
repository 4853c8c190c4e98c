import MarkdownIt, { type Token } from 'markdown-it'
import { sectionsOf, type Kind, type SectionId } from '@homeward/schema/vocabulary.ts'
import { nearest } from '@homeward/server/platform/nearest.ts'
import { quoted } from './fault.ts'

/** The headings of the sections, as README.md names them. */
export const headingOf: Record<SectionId, string> = {
  context: 'Context',
  approach: 'Approach',
  results: 'Results',
  lessons: 'Lessons',
  adapting: 'Adapting it',
  audience: 'Who it is for',
  keyPoints: 'Key points',
  use: 'How a city can use it',
  happened: 'What happened',
  found: 'What it found',
}

export type Sections = Partial<Record<SectionId, string>>

/** A fault in the body, with its line in the file and the heading that it stands under. */
export interface BodyFault {
  line: number
  field: string
  message: string
}

interface Heading {
  text: string
  /** From 0, in the body. */
  line: number
  end: number
}

const markdown = new MarkdownIt({ html: true })
// Every link is seen here and judged below: what the parser refuses by itself (javascript:) would be passed over as text.
markdown.validateLink = () => true
const plainBlocks = new Set(['paragraph', 'bullet_list', 'ordered_list', 'list_item', 'inline'])
const blockNames: Record<string, string> = {
  blockquote: 'a quotation',
  fence: 'a block of code',
  code_block: 'a block of code (a line that begins with four spaces)',
  hr: 'a line across',
  table: 'a table',
}

/**
 * Divides a body into its sections.
 * @param before number of lines above the body in its file
 */
export function readBody(
  text: string,
  kind: Kind,
  before: number,
): { sections: Sections; faults: BodyFault[] } {
  const lines = text.split('\n')
  const tokens = markdown.parse(text, {})
  const headings = headingsOf(tokens)
  const faults: BodyFault[] = []
  const fieldAt = (line: number) => headings.findLast((one) => one.line <= line)?.text || 'body'
  const report = (line: number, message: string, field = fieldAt(line)) =>
    faults.push({ line: line + 1 + before, field, message })
  const first = lines.findIndex((line) => line.trim() !== '')
  if (first !== -1 && first < (headings[0]?.line ?? lines.length)) {
    const heading = headingOf[sectionsOf[kind][0]]
    report(first, `Text stands before the first heading: put it below '## ${heading}'.`, 'body')
  }
  headingFaults(headings, kind, lines.length, report)
  for (const token of tokens) blockFaults(token, report)
  return { sections: sectionsFrom(headings, lines, kind, report), faults }
}

type Report = (line: number, message: string, field?: string) => void

function headingsOf(tokens: Token[]): Heading[] {
  return tokens.flatMap((token, i) => {
    if (token.type !== 'heading_open' || token.tag !== 'h2' || token.level > 0) return []
    const [line, end] = token.map ?? [0, 0]
    return [{ text: tokens[i + 1]?.content ?? '', line, end }]
  })
}

function headingFaults(headings: Heading[], kind: Kind, end: number, report: Report): void {
  const wanted = sectionsOf[kind].map((id) => headingOf[id])
  const seen: string[] = []
  for (const { text, line } of headings) {
    if (!wanted.includes(text)) {
      const near = nearest(text, wanted)
      const remedy = near === null ? `use ${wanted.join(', ')}` : `did you mean '## ${near}'?`
      report(line, `${quoted(text)} is no heading of this kind of entry: ${remedy}`)
    } else if (seen.includes(text)) {
      report(line, `The heading '${text}' stands twice: put its texts together under one.`)
    } else if (seen.some((other) => wanted.indexOf(other) > wanted.indexOf(text))) {
      report(line, `The heading '${text}' is out of order: the order is ${wanted.join(', ')}.`)
    }
    seen.push(text)
  }
  for (const heading of wanted) {
    if (!seen.includes(heading)) {
      report(
        end - 1,
        `The section '${heading}' is missing: add '## ${heading}' and its text.`,
        heading,
      )
    }
  }
}

function blockFaults(token: Token, report: Report): void {
  const [line] = token.map ?? [0]
  const name = token.type.replace(/_(open|close)$/, '')
  if (token.type === 'html_block') {
    report(line, `HTML is not taken (${quoted(token.content.trim())}): write Markdown.`)
  } else if (token.type === 'inline') inlineFaults(token, line, report)
  else if (token.type === 'heading_open' && token.tag !== 'h2') {
    report(line, 'Only level-2 headings are taken: write a paragraph that begins in **bold**.')
  } else if (token.nesting >= 0 && blockNames[name] !== undefined) {
    report(line, `Here stands ${blockNames[name]}: write paragraphs and lists only.`)
  } else if (token.type === 'heading_open' && token.level > 0) {
    report(line, 'A heading stands inside a list: end the list before it.')
  } else if (token.nesting === 0 && !plainBlocks.has(name)) {
    report(line, `Here stands a ${name}: write paragraphs and lists only.`)
  }
}

function inlineFaults(token: Token, start: number, report: Report): void {
  let line = start
  for (const child of token.children ?? []) {
    if (child.type === 'softbreak' || child.type === 'hardbreak') line++
    if (child.type === 'html_inline') {
      report(line, `HTML is not taken (${quoted(child.content)}): write Markdown.`)
      line += child.content.split('\n').length - 1
    }
    if (child.type === 'image') report(line, 'A picture stands here: take it out, or write a link.')
    const href = child.type === 'link_open' ? String(child.attrGet('href')) : null
    if (href !== null && !/^(https?:\/\/|mailto:)/i.test(href)) {
      report(line, `The link to ${quoted(href)} does not lead to the web: begin it with https://.`)
    }
  }
}

function sectionsFrom(headings: Heading[], lines: string[], kind: Kind, report: Report): Sections {
  const sections: Sections = {}
  for (const [i, { text, line, end }] of headings.entries()) {
    const id = sectionsOf[kind].find((section) => headingOf[section] === text)
    if (id === undefined) continue
    const content = lines
      .slice(end, headings[i + 1]?.line ?? lines.length)
      .join('\n')
      .trim()
    if (content === '') report(line, `The section '${text}' is empty: write what is known.`)
    sections[id] ??= content
  }
  return sections
}
