import { type Archive, writeArchive } from '../archive.ts'
import type { Findings } from '../findings.ts'
import { limits, type RemovedKind } from '../kinds.ts'
import { rewrittenXml, type Visitor } from '../xml.ts'
import { cleanedMedium } from './media.ts'

const manifest = 'META-INF/manifest.xml'

/** Parts that go, and what is said of them. */
const dropped: readonly (readonly [RegExp, RemovedKind])[] = [
  [/^Thumbnails\//, 'thumbnail'],
  [/^Versions\/|^VersionList\.xml$/, 'earlier-versions'],
  [/^Basic\/|^Scripts\//, 'scripts'],
  [/^META-INF\/(?:document|macro)signatures\.xml$/, 'signatures'],
]

/**
 * Writes an OpenDocument text without its properties, comments, earlier versions and thumbnail (OASIS ODF 1.3).
 * @throws UnreadableFile where a part cannot be read
 */
export async function writeCleanOpenDocument(
  archive: Archive,
  target: string,
  findings: Findings,
): Promise<void> {
  const gone = new Set<string>()
  for (const name of archive.names) {
    const kind = dropped.find(([shape]) => shape.test(name))?.[1]
    if (kind === undefined) continue
    gone.add(name)
    findings.remove(kind)
  }
  const kept = archive.names.filter((name) => !gone.has(name))
  const embedded = await embeddedFiles(archive)
  for (const name of embedded) findings.leave('embedded-files', name)
  const part = async (name: string) => {
    if (/^(?:Pictures|media)\/|\/Pictures\//.test(name)) {
      return cleanedMedium(name, await archive.read(name), findings)
    }
    const visitor = visitorOf(name, gone, findings)
    if (visitor === null) return archive.read(name)
    return rewrittenXml(await archive.read(name, limits.xmlBytes), visitor)
  }
  await writeArchive(target, kept, part, 'mimetype')
}

/** Files of other programs in it, which keep what their own properties say. */
async function embeddedFiles(archive: Archive): Promise<string[]> {
  const found: string[] = []
  if (!archive.names.includes(manifest)) return found
  rewrittenXml(await archive.read(manifest, limits.xmlBytes), {
    opening({ attributes }) {
      const type = attributes.get('media-type') ?? ''
      if (/oleobject|opendocument\.embedded/i.test(type))
        found.push(attributes.get('full-path') ?? '')
      return 'keep'
    },
  })
  return found
}

function visitorOf(name: string, gone: ReadonlySet<string>, findings: Findings): Visitor | null {
  if (name === manifest) {
    return {
      opening: ({ attributes }) => {
        const path = attributes.get('full-path') ?? ''
        return gone.has(path) || isEmptyFolder(path, gone) ? 'drop' : 'keep'
      },
    }
  }
  if (/(?:^|\/)meta\.xml$/.test(name)) return metaVisitor(findings)
  if (/(?:^|\/)settings\.xml$/.test(name)) return settingsVisitor
  return /(?:^|\/)(?:content|styles)\.xml$/.test(name) ? contentVisitor(findings) : null
}

function isEmptyFolder(path: string, gone: ReadonlySet<string>): boolean {
  return path.endsWith('/') && path !== '/' && [...gone].some((name) => name.startsWith(path))
}

function metaVisitor(findings: Findings): Visitor {
  return {
    opening({ name, within }) {
      if (within.length < 2) return 'keep'
      if (within.at(-1) !== 'meta') return 'keep'
      if (name === 'creator' || name === 'initial-creator') findings.remove('author')
      if (name === 'user-defined') findings.remove('custom-data')
      return ['title', 'subject', 'language'].includes(name) ? 'keep' : 'drop'
    },
  }
}

/** Names of printers, of data sources and of files on its author's machine. */
const settingsVisitor: Visitor = {
  opening({ name, attributes }) {
    const setting = attributes.get('name') ?? ''
    const telling = /^(?:Printer|CurrentDatabase|ModifyPassword|.*URL$|Rsid)/.test(setting)
    return name === 'config-item' && telling ? 'drop' : 'keep'
  },
}

const authorFields = new Set('author-name author-initials initial-creator creator'.split(' '))
const hiddenText = new Set(['hidden-text', 'hidden-paragraph'])

function contentVisitor(findings: Findings): Visitor {
  return {
    opening({ name, attributes, within }) {
      if (name === 'annotation') findings.remove('comments')
      if (name === 'annotation' || name === 'annotation-end') return 'drop'
      if (name === 'changed-region') findings.leave('tracked-changes')
      if (within.at(-1) === 'change-info') {
        if (name === 'creator') return { text: 'Author' }
        if (name === 'date') return { text: '1980-01-01T00:00:00' }
      } else if (authorFields.has(name)) findings.leave('author')
      else if (name.startsWith('sender-')) findings.leave('author')
      if (hiddenText.has(name)) findings.leave('hidden-text')
      if (name === 'text-properties' && attributes.get('display') === 'none') {
        findings.leave('hidden-text')
      }
      if (name === 'section' && attributes.get('display') === 'none') {
        findings.leave('hidden-text', attributes.get('name'))
      }
      return 'keep'
    },
  }
}
