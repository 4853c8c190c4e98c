import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

/** One entry, with the fields that the baselines search: as written, in the order of the files. */
export interface ContentDocument {
  slug: string
  title: string
  summary: string
  /** The English name of its country; empty where it has none. */
  country: string
  city: string
  organisation: string
  /** Markdown. */
  body: string
}

/** The starting content of the repository. */
export const seeds = fileURLToPath(new URL('../../../seeds', import.meta.url))

const folders = ['practices', 'guidance', 'events']
const names = new Intl.DisplayNames('en', { type: 'region' })

/** Slugs of every entry under a folder of content. */
export const slugsOf = (folder: string) =>
  new Set(files(folder).map((file) => basename(file, '.md')))

/** Reads every entry under a folder of content (`practices/`, `guidance/` and `events/`). */
export const readContent = (folder: string) => files(folder).map(readDocument)

const files = (folder: string) =>
  folders.flatMap((kind) =>
    readdirSync(join(folder, kind))
      .filter((name) => name.endsWith('.md'))
      .toSorted()
      .map((name) => join(folder, kind, name)),
  )

function readDocument(file: string): ContentDocument {
  const [, front, body] =
    /^---\r?\n([\s\S]*?)^---\r?\n([\s\S]*)/m.exec(readFileSync(file, 'utf8')) ?? []
  const fields: unknown = parse(front ?? '')
  if (typeof fields !== 'object' || fields === null || body === undefined) {
    throw new Error(`${file}: front matter between two lines of --- is needed`)
  }
  const values = new Map<string, unknown>(Object.entries(fields))
  const field = (name: string) => {
    const value = values.get(name)
    return typeof value === 'string' ? value : ''
  }
  return {
    slug: basename(file, '.md'),
    title: field('title'),
    summary: field('summary'),
    country: field('country') === '' ? '' : (names.of(field('country')) ?? ''),
    city: field('city'),
    organisation: field('organisation'),
    body: body.trim(),
  }
}
