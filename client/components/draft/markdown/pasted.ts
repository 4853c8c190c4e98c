/**
 * The clipboard's HTML as Markdown: headings, lists, links, bold, italic and quotations stay, everything else becomes
 * its words. It knows the ways of Word, Google Docs and LibreOffice. Null where there is nothing in it that plain text
 * would not say as well.
 */
export function markdownOf(html: string): string | null {
  const { body } = new DOMParser().parseFromString(inert(html), 'text/html')
  for (const gone of body.querySelectorAll('script, style, title, meta, link, img, svg, object')) {
    gone.remove()
  }
  joinWordLists(body)
  if (!body.querySelector(structure) && !styled(body)) return null
  const text = blocksOf(body, { level: topHeading(body) })
    .join('\n\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  return text === '' ? null : text
}

/** Pasted blocks stand on their own between what stands before and after them. */
export function fitted(markdown: string, before: string, after: string): string {
  if (!/\n|^(?:#{1,6} |[-*+] |\d+[.)] |> )/.test(markdown)) return markdown
  const lead = before.trim() === '' || before.endsWith('\n\n') ? '' : '\n\n'
  const end = after.trim() === '' || after.startsWith('\n\n') ? '' : '\n\n'
  return lead + markdown + end
}

const structure = 'h1, h2, h3, h4, h5, h6, ul, ol, a[href], b, strong, i, em, blockquote, table'

const styled = (body: HTMLElement): boolean =>
  [...body.querySelectorAll<HTMLElement>(`span[${styleName}]`)].some(
    (span) => isBold(span) || isItalic(span),
  )

/** Where an element's style stands while it is read: the page's own rules for styles hold for what is parsed, too. */
const styleName = 'data-pasted-style'

/**
 * Without styles that would be applied, and without Word's remarks to other programs. The signs of its lists, which stand
 * between such remarks, stay: they tell of numbers.
 */
function inert(html: string): string {
  return html
    .replace(/<!--\[if[^\]]*\]>[\s\S]*?<!\[endif\]-->/gi, '')
    .replace(/<!\[(?:if[^\]]*|endif)\]>/gi, '')
    .replace(/<\/?o:p>/gi, '')
    .replace(/<style\b[\s\S]*?<\/style\s*>/gi, '')
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/(\s)style(?=\s*=)/gi, `$1${styleName}`))
}

/** Word writes items of a list as paragraphs that say so in their style. */
const wordItem = (element: Element): { level: number; list: string } | null => {
  const style = element.getAttribute(styleName) ?? ''
  const found = /mso-list:\s*(l\d+)\s+level(\d+)/i.exec(style)
  return found ? { list: found[1] ?? '', level: Number(found[2]) } : null
}

function joinWordLists(body: HTMLElement): void {
  for (const first of body.querySelectorAll('p')) {
    if (!first.isConnected || !wordItem(first) || first.closest('li')) continue
    const list = document.createElement(isNumbered(first) ? 'ol' : 'ul')
    first.before(list)
    const open = [list]
    for (let next: Element | null = first; next; next = list.nextElementSibling) {
      const item = wordItem(next)
      if (!item) break
      addWordItem(open, next, item.level)
    }
  }
}

function addWordItem(open: HTMLElement[], paragraph: Element, level: number): void {
  open.length = Math.min(open.length, level)
  let into = open.at(-1)
  if (into && open.length < level) {
    const deeper = document.createElement(isNumbered(paragraph) ? 'ol' : 'ul')
    ;(into.lastElementChild ?? into).append(deeper)
    open.push(deeper)
    into = deeper
  }
  const item = document.createElement('li')
  signOf(paragraph)?.remove()
  item.append(...paragraph.childNodes)
  into?.append(item)
  paragraph.remove()
}

const signOf = (element: Element): Element | null =>
  [...element.querySelectorAll('span')].find((span) =>
    /mso-list:\s*ignore/i.test(span.getAttribute(styleName) ?? ''),
  ) ?? null

const isNumbered = (paragraph: Element): boolean =>
  /^\s*[\p{N}a-z]{1,4}[.)]/iu.test(signOf(paragraph)?.textContent ?? '')

/** The highest heading that was pasted becomes the highest one that a section has. */
function topHeading(body: HTMLElement): number {
  const levels = [...body.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(({ tagName }) =>
    Number(tagName.slice(1)),
  )
  return Math.min(...levels, 6)
}

interface Place {
  /** The level of heading that counts as the first. */
  level: number
}

const blockNames = new Set([
  'ADDRESS',
  'ARTICLE',
  'ASIDE',
  'BLOCKQUOTE',
  'BODY',
  'CENTER',
  'DD',
  'DIV',
  'DL',
  'DT',
  'FIGURE',
  'FOOTER',
  'H1',
  'H2',
  'H3',
  'H4',
  'H5',
  'H6',
  'HEADER',
  'HR',
  'LI',
  'MAIN',
  'NAV',
  'OL',
  'P',
  'PRE',
  'SECTION',
  'TABLE',
  'UL',
])
const isBlock = (node: Node): node is Element =>
  node instanceof Element && (blockNames.has(node.tagName) || holdsBlocks(node))
/** Google Docs wraps everything it copies in one `b`. */
const holdsBlocks = (element: Element): boolean =>
  [...element.children].some((child) => isBlock(child))

/** The blocks in an element, each as Markdown. */
function blocksOf(parent: Element, place: Place): string[] {
  const blocks: string[] = []
  let line = ''
  const end = () => {
    const text = tidyLine(line)
    if (text !== '') blocks.push(text)
    line = ''
  }
  for (const node of parent.childNodes) {
    if (isBlock(node)) {
      end()
      blocks.push(...blockOf(node, place))
    } else line += inline(node)
  }
  end()
  return blocks
}

function blockOf(element: Element, place: Place): string[] {
  const { tagName } = element
  if (/^H[1-6]$/.test(tagName)) {
    const text = tidyLine(plainInline(element)).replaceAll('\n', ' ')
    const depth = Math.min(4, Number(tagName.slice(1)) - place.level + 1)
    return text === '' ? [] : [`${'#'.repeat(depth)} ${text}`]
  }
  if (tagName === 'UL' || tagName === 'OL') return [listOf(element, place)].filter(Boolean)
  if (tagName === 'TABLE') return rowsOf(element)
  if (tagName === 'BLOCKQUOTE') {
    const text = blocksOf(element, place).join('\n\n')
    return text === '' ? [] : [text.replace(/^/gm, '> ')]
  }
  return blocksOf(element, place)
}

function listOf(list: Element, place: Place): string {
  const numbered = list.tagName === 'OL'
  let number = Number(list.getAttribute('start') ?? 1) || 1
  const items: string[] = []
  for (const child of list.children) {
    // A list that stands in a list without an item belongs to the item before it.
    if (child.tagName === 'UL' || child.tagName === 'OL') {
      const inner = listOf(child, place)
      items.push(`${items.pop() ?? '- '}\n${indented(inner, numbered ? 3 : 2)}`)
      continue
    }
    const text = itemOf(child, place)
    if (text === '') continue
    const sign = numbered ? `${number++}. ` : '- '
    items.push(sign + indented(text, sign.length).trimStart())
  }
  return items.join('\n')
}

/** An item's blocks close together: a list of lines, not of paragraphs. */
const itemOf = (item: Element, place: Place): string => blocksOf(item, place).join('\n')
const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by))

/** The words of a table, a line a row: what stands in cells is kept, that they are cells is not. */
function rowsOf(table: Element): string[] {
  return [...table.querySelectorAll('tr')].flatMap((row) => {
    const cells = [...row.children]
      .map((cell) => tidyLine(plainInline(cell)).replaceAll('\n', ' '))
      .filter((text) => text !== '')
    return cells.length === 0 ? [] : [cells.join(' – ')]
  })
}

const styleOf = (element: Element): string => element.getAttribute(styleName) ?? ''
function isBold(element: Element): boolean {
  const weight = /font-weight:\s*([\w]+)/i.exec(styleOf(element))?.[1]?.toLowerCase()
  if (weight !== undefined) return weight === 'bold' || Number(weight) >= 600
  return element.tagName === 'B' || element.tagName === 'STRONG'
}
function isItalic(element: Element): boolean {
  const style = /font-style:\s*(\w+)/i.exec(styleOf(element))?.[1]?.toLowerCase()
  if (style !== undefined) return style === 'italic' || style === 'oblique'
  return element.tagName === 'I' || element.tagName === 'EM' || element.tagName === 'CITE'
}

/** What stands in a line, with its signs. */
function inline(node: Node): string {
  if (node instanceof Text) return escaped(node.data.replace(/[ \t\n\r\u00a0]+/g, ' '))
  if (!(node instanceof Element)) return ''
  if (node.tagName === 'BR') return '\n'
  const inside = [...node.childNodes].map(inline).join('')
  if (node.tagName === 'A') return linked(node, inside)
  return marked(marked(inside, isItalic(node) ? '*' : ''), isBold(node) ? '**' : '')
}

/** What stands in a line, without bold and italic: a heading is strong as it is. */
function plainInline(element: Element): string {
  return [...element.childNodes]
    .map((node) => {
      if (node instanceof Text) return escaped(node.data.replace(/[ \t\n\r\u00a0]+/g, ' '))
      if (!(node instanceof Element)) return ''
      if (node.tagName === 'BR') return '\n'
      const inside = plainInline(node) + (isBlock(node) ? ' ' : '')
      return node.tagName === 'A' ? linked(node, inside) : inside
    })
    .join('')
}

/** Signs stand close to the words that they hold; words that stand in them already are joined. */
function marked(text: string, sign: string): string {
  if (sign === '' || text.trim() === '') return text
  const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? []
  return before + sign + words + sign + after
}

function linked(anchor: Element, words: string): string {
  const address = addressOf(anchor.getAttribute('href') ?? '')
  if (address === null || words.trim() === '') return words
  return `[${words.trim()}](${address})`
}

/** The address of a link, without the detour that Google Docs makes. Links within the document lead nowhere here. */
function addressOf(href: string): string | null {
  const url = URL.parse(href)
  if (!url || !/^(https?|mailto):$/.test(url.protocol)) return null
  const direct =
    /(^|\.)google\.[a-z.]+$/.test(url.hostname) && url.pathname === '/url'
      ? url.searchParams.get('q')
      : null
  return (direct ?? url.href).replaceAll('(', '%28').replaceAll(')', '%29').replaceAll(' ', '%20')
}

/** Signs that the person typed as signs, not as Markdown. */
const escaped = (text: string): string => text.replace(/[\\*_[\]`<]/g, String.raw`\$&`)

function tidyLine(line: string): string {
  return line
    .replace(/\*\*(\s*)\*\*/g, '$1')
    .replace(/ *\n */g, '\n')
    .replace(/ {2,}/g, ' ')
    .trim()
    .replace(/^(#{1,6} |[-+>] |\d+[.)] )/, String.raw`\$&`)
    .replace(/^\\(\d+)([.)] )/, String.raw`$1\$2`)
}
