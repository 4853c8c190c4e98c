import { posix } from 'node:path'
import { type Archive, writeArchive } from '../archive.ts'
import type { Findings } from '../findings.ts'
import { limits } from '../kinds.ts'
import { rewrittenXml, type Visitor } from '../xml.ts'
import { cleanedMedium } from './media.ts'
import { propertiesVisitor } from './properties.ts'

/** A package of the Open Packaging Conventions (ECMA-376-2): DOCX, PPTX, XLSX. */
export interface Package {
  archive: Archive
  /** The content type of a part, as the package gives it. */
  typeOf(name: string): string
  /** What a part's relations point at inside of the package, by their id. */
  targets(name: string): Promise<Map<string, string>>
}

/** What is taken out of one kind of package, beside what all have in common. */
export interface Rules {
  /** Whether a part goes, with all that points at it. */
  drops(name: string): boolean
  /** How a part is read and what is taken out of it; null: it is kept as it is. */
  visitor(name: string, relations: ReadonlyMap<string, string>): Visitor | null
}

const typesPart = '[Content_Types].xml'

/**
 * Writes a package without what its rules take out, its properties, and the data that programs keep in it.
 * @throws UnreadableFile where a part cannot be read
 */
export async function writeCleanPackage(
  archive: Archive,
  target: string,
  rulesOf: (opened: Package, findings: Findings) => Promise<Rules>,
  findings: Findings,
): Promise<void> {
  const opened = await openPackage(archive)
  const rules = await rulesOf(opened, findings)
  const dropped = new Set(
    archive.names.filter((name) => dropsAnywhere(name, findings) || rules.drops(name)),
  )
  const kept = archive.names.filter((name) => !dropped.has(name) && !isOrphan(name, dropped))
  await writeArchive(target, kept, async (name) => {
    if (/\/media\//.test(name)) return cleanedMedium(name, await archive.read(name), findings)
    const visitor =
      pointersVisitor(name, dropped) ??
      propertiesVisitor(opened.typeOf(name), findings) ??
      (isXml(name) ? rules.visitor(name, await opened.targets(name)) : null)
    if (visitor === null) return archive.read(name)
    return rewrittenXml(await archive.read(name, limits.xmlBytes), visitor)
  })
}

function isXml(name: string): boolean {
  return /\.xml$/i.test(name)
}

async function openPackage(archive: Archive): Promise<Package> {
  const types = new Map<string, string>()
  rewrittenXml(await archive.read(typesPart, limits.xmlBytes), {
    opening({ attributes }) {
      const of = attributes.get('PartName') ?? `.${attributes.get('Extension') ?? ''}`
      types.set(of.replace(/^\//, '').toLowerCase(), attributes.get('ContentType') ?? '')
      return 'keep'
    },
  })
  return {
    archive,
    typeOf: (name) =>
      types.get(name.toLowerCase()) ?? types.get(posix.extname(name).toLowerCase()) ?? '',
    async targets(name) {
      const found = new Map<string, string>()
      const relations = relationsOf(name)
      if (!archive.names.includes(relations)) return found
      rewrittenXml(await archive.read(relations, limits.xmlBytes), {
        opening({ attributes }) {
          const to = targetOf(relations, attributes)
          if (to !== null) found.set(attributes.get('Id') ?? '', to)
          return 'keep'
        },
      })
      return found
    },
  }
}

function relationsOf(name: string): string {
  return posix.join(posix.dirname(name), '_rels', `${posix.basename(name)}.rels`)
}

/** The part that a relation points at; null where it is outside of the package. */
function targetOf(relations: string, attributes: ReadonlyMap<string, string>): string | null {
  const target = attributes.get('Target')
  if (target === undefined || attributes.get('TargetMode') === 'External') return null
  if (target.startsWith('/')) return target.slice(1)
  return posix.join(posix.dirname(posix.dirname(relations)), target)
}

/** Relations of a part that goes. */
function isOrphan(name: string, dropped: ReadonlySet<string>): boolean {
  const of = /^(.*\/)?_rels\/([^/]+)\.rels$/.exec(name)
  return of !== null && dropped.has(`${of[1] ?? ''}${of[2]}`)
}

function dropsAnywhere(name: string, findings: Findings): boolean {
  const kind = (
    [
      [/^docProps\/thumbnail\./i, 'thumbnail'],
      [/^customXml\//i, 'custom-data'],
      [/^docMetadata\//i, 'custom-data'],
      [/^_xmlsignatures\/.*\.xml$/i, 'signatures'],
      [/^_xmlsignatures\//i, null],
    ] as const
  ).find(([shape]) => shape.test(name))
  if (kind === undefined) return false
  if (kind[1] !== null && !name.includes('/_rels/')) findings.remove(kind[1])
  return true
}

function pointersVisitor(name: string, dropped: ReadonlySet<string>): Visitor | null {
  const gone = new Set([...dropped].map((part) => part.toLowerCase()))
  if (name === typesPart) {
    return {
      opening: ({ attributes }) =>
        gone.has((attributes.get('PartName') ?? '').replace(/^\//, '').toLowerCase())
          ? 'drop'
          : 'keep',
    }
  }
  if (!name.endsWith('.rels')) return null
  return {
    opening: (opening) =>
      opening.name === 'Relationship' &&
      (isTemplate(opening.attributes) ||
        gone.has(targetOf(name, opening.attributes)?.toLowerCase() ?? ''))
        ? 'drop'
        : 'keep',
  }
}

/** The path of a template is one of its author's machine, with a name in it more often than not. */
function isTemplate(attributes: ReadonlyMap<string, string>): boolean {
  return /\/(?:attachedTemplate|mailMergeSource|mailMergeHeaderSource)$/.test(
    attributes.get('Type') ?? '',
  )
}
