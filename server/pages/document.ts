import type { Rendered } from '../../client/rendering.ts'

/** One entry of Vite's manifest: what a source file became. */
export interface BuiltFile {
  file: string
  imports?: string[]
  css?: string[]
}
export type Manifest = Record<string, BuiltFile>

/** JSON as it may stand in a page: nothing in it ends the block or begins a comment. */
export function jsonForPage(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003C')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
}

/** The scripts that a page's own script needs, so that the browser can ask for all of them at once. */
export function scriptsOf(page: string, manifest: Manifest): string[] {
  const seen = new Set<string>()
  const visit = (name: string) => {
    if (seen.has(name)) return
    seen.add(name)
    for (const inner of manifest[name]?.imports ?? []) visit(inner)
  }
  visit(page)
  return [...seen].flatMap((name) => manifest[name]?.file ?? [])
}

/** The fonts that every page in the latin script shows, asked for before its sheet is read. */
export function fontsOf(manifest: Manifest): string[] {
  return Object.entries(manifest)
    .filter(([source]) => /(literata|ibm-plex-sans)-latin-wght-normal\.woff2$/.test(source))
    .map(([, { file }]) => file)
}

/** The whole document: the template with what was rendered. */
export function documentOf(
  template: string,
  rendered: Extract<Rendered, { html: string }>,
  manifest: Manifest | null,
): string {
  const early = manifest
    ? [
        ...fontsOf(manifest).map(
          (file) => `<link rel="preload" href="/${file}" as="font" type="font/woff2" crossorigin>`,
        ),
        ...scriptsOf(rendered.page, manifest).map(
          (file) => `<link rel="modulepreload" href="/${file}">`,
        ),
      ]
    : []
  const pieces: Record<string, string> = {
    '<html>': `<html${attributes(rendered.htmlAttributes)}>`,
    '<body>': `<body${attributes(rendered.bodyAttributes)}>`,
    '<!--head-->': [...early, rendered.head].join('\n    '),
    '<!--app-->': rendered.html,
    '<!--state-->': `<script id="state" type="application/json">${jsonForPage(rendered.state)}</script>`,
  }
  return template.replace(
    /<html>|<body>|<!--(?:head|app|state)-->/g,
    (mark) => pieces[mark] ?? mark,
  )
}

const attributes = (text: string) => (text === '' ? '' : ` ${text}`)
