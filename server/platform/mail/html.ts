import type { Draft, Headline, Sentence } from './write.ts'

/** The tokens of client/styles/tokens.css: mail programs know no variables and no light-dark(). */
const light = {
  paper: '#fbf9f4',
  ink: '#1b2422',
  quiet: '#55605c',
  line: '#dcd6ca',
  accent: '#0b5a60',
  accentInk: '#ffffff',
}
const dark: typeof light = {
  paper: '#131817',
  ink: '#eae7df',
  quiet: '#a6afab',
  line: '#313a38',
  accent: '#84cdcb',
  accentInk: '#0c2426',
}
const ui = "'IBM Plex Sans',system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif"
const book = "Literata,Georgia,'Times New Roman',serif"

/** The colours of the dark, for programs that keep to what a mail asks for. */
const sheet = `
@media (prefers-color-scheme: dark) {
  .paper { background: ${dark.paper} !important; color: ${dark.ink} !important; }
  .ink { color: ${dark.ink} !important; }
  .quiet { color: ${dark.quiet} !important; }
  .line { border-color: ${dark.line} !important; }
  .link { color: ${dark.accent} !important; }
  .button { background: ${dark.accent} !important; color: ${dark.accentInk} !important; }
}`

const style = {
  paper: `margin:0;padding:0;background:${light.paper};color:${light.ink};`,
  column: `max-width:34rem;margin:0 auto;padding:32px 20px 40px;font:16px/1.6 ${ui};text-align:start;`,
  site: `margin:0 0 28px;padding:0 0 14px;border:0 solid ${light.line};border-bottom-width:1px;font:600 19px/1.3 ${book};`,
  siteLink: `color:${light.ink};text-decoration:none;`,
  said: 'margin:0 0 16px;overflow-wrap:anywhere;',
  quoted: `margin:0 0 20px;padding:2px 16px;border:0 solid ${light.line};border-inline-start-width:3px;font:17px/1.6 ${book};overflow-wrap:anywhere;`,
  item: `margin:0 0 14px;padding:14px 0 0;border:0 solid ${light.line};border-top-width:1px;overflow-wrap:anywhere;`,
  more: `font-size:14px;color:${light.quiet};`,
  action: 'margin:26px 0 14px;',
  button: `display:inline-block;padding:12px 22px;border-radius:6px;background:${light.accent};color:${light.accentInk};font-weight:600;line-height:1.35;text-decoration:none;`,
  address: `margin:0 0 26px;font-size:14px;color:${light.quiet};overflow-wrap:anywhere;`,
  link: `color:${light.accent};`,
  end: `margin:32px 0 0;padding:16px 0 0;border:0 solid ${light.line};border-top-width:1px;font-size:14px;line-height:1.5;color:${light.quiet};`,
}

/** A mail as HTML: one column, nothing from elsewhere, nothing that counts who reads it. */
export function htmlMail(draft: Draft): string {
  const { language, direction, siteName, siteUrl } = draft
  return `<!doctype html>
<html lang="${escape(language)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escape(draft.subject)}</title>
<style>:root { color-scheme: light dark; }${sheet}
</style>
</head>
<body class="paper" style="${style.paper}">
<div class="paper" lang="${escape(language)}" dir="${direction}" style="${escape(style.paper)}">
<div style="${style.column}">
<p class="line" style="${style.site}"><a class="ink" href="${escape(siteUrl)}" style="${style.siteLink}">${escape(siteName)}</a></p>
<p style="${style.said}">${html(draft.greeting)}</p>
${draft.parts.map((part) => htmlPart(part, draft)).join('\n')}
<div class="line quiet" style="${style.end}">
<p style="margin:0 0 6px;">${html(draft.why)}</p>
${ways(draft)}
</div>
</div>
</div>
</body>
</html>
`
}

function htmlPart(part: Draft['parts'][number], { button }: Draft): string {
  if (part !== 'button') {
    if ('items' in part) return part.items.map(htmlItem).join('\n')
    return 'said' in part
      ? `<p style="${style.said}">${html(part.said)}</p>`
      : `<blockquote class="line" dir="auto" style="${style.quoted}">${escape(part.quoted).replaceAll('\n', '<br>\n')}</blockquote>`
  }
  if (button === null) return ''
  const link = escape(button.link)
  return `<p style="${style.action}"><a class="button" href="${link}" style="${style.button}">${escape(button.label)}</a></p>
<p class="quiet" style="${style.address}">${escape(button.hint)}<br><a class="link" dir="ltr" href="${link}" style="${style.link}">${link}</a></p>`
}

function htmlItem({ title, said, link }: Headline): string {
  const named =
    link === null
      ? html(title)
      : `<a class="link" href="${escape(link)}" style="${style.link}">${html(title)}</a>`
  const more = said.map(
    (one) => `<br>\n<span class="quiet" style="${style.more}">${html(one)}</span>`,
  )
  return `<p class="line" style="${style.item}">${named}${more.join('')}</p>`
}

function ways({ choose, contact }: Draft): string {
  return [choose, contact]
    .flatMap((way) => {
      if (way === null) return []
      const link = `<a class="link" dir="ltr" href="${escape(way.link)}" style="${style.link}">${escape(way.address)}</a>`
      return [`<p style="margin:0 0 6px;">${escape(way.before)}${link}${escape(way.after)}</p>`]
    })
    .join('\n')
}

/** What others wrote keeps to its own direction. */
function html(said: Sentence): string {
  return said
    .map(({ text, from }) => (from === 'us' ? escape(text) : `<bdi>${escape(text)}</bdi>`))
    .join('')
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
