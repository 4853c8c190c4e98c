import MarkdownIt from 'markdown-it'
import sanitize from 'sanitize-html'
import { fold } from '../search/words.ts'

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false })

/** Headings inside a section start below its own heading, which is of level 2 on the page. */
const shallowest = 3

markdown.core.ruler.push('headings', (state) => {
  const taken = new Map<string, number>()
  const prefix = typeof state.env.prefix === 'string' ? state.env.prefix : 'section'
  for (const [index, token] of state.tokens.entries()) {
    if (token.type !== 'heading_open' && token.type !== 'heading_close') continue
    const level = Math.min(6, Number(token.tag.slice(1)) + shallowest - 1)
    token.tag = `h${level}`
    if (token.type === 'heading_close') continue
    const text = state.tokens[index + 1]?.content ?? ''
    const slug = fold(text)
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '')
    const base = `${prefix}-${slug || 'part'}`
    const times = (taken.get(base) ?? 0) + 1
    taken.set(base, times)
    token.attrSet('id', times === 1 ? base : `${base}-${times}`)
  }
})

const allowed: sanitize.IOptions = {
  allowedTags: [
    'p',
    'br',
    'hr',
    'em',
    'strong',
    's',
    'code',
    'pre',
    'blockquote',
    'ul',
    'ol',
    'li',
    'h3',
    'h4',
    'h5',
    'h6',
    'a',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
  ],
  allowedAttributes: {
    a: ['href', 'title', 'rel', 'referrerpolicy'],
    ol: ['start'],
    h3: ['id'],
    h4: ['id'],
    h5: ['id'],
    h6: ['id'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  transformTags: {
    a: (tagName, { href, title }) => ({
      tagName,
      attribs: {
        ...(href === undefined ? {} : { href }),
        ...(title === undefined ? {} : { title }),
        rel: 'nofollow noopener noreferrer ugc',
      },
    }),
  },
}

/**
 * Markdown into HTML that is safe to show: no raw HTML, no scripts, no styles, no pictures from elsewhere.
 * @param prefix begins the anchors of headings, so that they differ between sections
 */
export function renderMarkdown(text: string, prefix: string): string {
  return sanitize(markdown.render(text, { prefix }), allowed)
}

const blocks = new Set(['inline', 'code_block', 'fence'])

/** Markdown as plain text, for searching and for what is quoted under a hit. */
export function plainText(text: string): string {
  const pieces: string[] = []
  for (const token of markdown.parse(text, {})) {
    if (!blocks.has(token.type)) continue
    pieces.push(
      token.children
        ? token.children
            .map(({ type, content }) =>
              type === 'softbreak' || type === 'hardbreak' ? ' ' : content,
            )
            .join('')
        : token.content,
    )
  }
  return pieces.join(' ').replace(/\s+/g, ' ').trim()
}
