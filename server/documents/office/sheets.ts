import type { Findings } from '../findings.ts'
import { countElements, type Visitor } from '../xml.ts'
import type { Package, Rules } from './package.ts'

const comments = /^xl\/(?:comments\w*\.xml|comments\/|threadedComments\/|persons\/)/i

/** What is taken out of a workbook (ECMA-376-1, 18), and what is named. */
export async function sheetRules(opened: Package, findings: Findings): Promise<Rules> {
  const { names } = opened.archive
  const notes = await noteDrawings(opened)
  const found = names.filter((name) => comments.test(name))
  const count = await countComments(opened, found)
  // Other shapes share a drawing with the comments: without its half, the workbook might not open.
  const removable = !notes.mixed
  if (removable) findings.remove('comments', count)
  else findings.leave('comments', undefined, count)
  for (const name of names) nameParts(name, findings)
  return {
    drops: (name) => removable && (comments.test(name) || notes.pure.has(name)),
    visitor: (name, relations) =>
      visitorOf(name, relations, removable ? notes.pure : null, findings),
  }
}

function nameParts(name: string, findings: Findings): void {
  const short = name.slice(name.lastIndexOf('/') + 1)
  if (/^xl\/embeddings\/[^/]+$/i.test(name)) findings.leave('embedded-files', short)
  if (/^xl\/externalLinks\/[^/]+\.xml$/i.test(name)) findings.leave('external-data')
  if (/^xl\/(?:connections\.xml|queryTables\/[^/]+\.xml|model\/)/i.test(name)) {
    findings.leave('external-data')
  }
  if (/^xl\/pivotCache\/pivotCacheRecords\w*\.xml$/i.test(name)) findings.leave('pivot-data')
  if (/^xl\/revisions\/revisionLog\w*\.xml$/i.test(name)) findings.leave('tracked-changes')
}

/** Old-style drawings: those that only frame comments, and whether one frames other things too. */
async function noteDrawings({ archive }: Package) {
  const pure = new Set<string>()
  let mixed = false
  for (const name of archive.names.filter((one) => /^xl\/.*\.vml$/i.test(one))) {
    const text = (await archive.read(name)).toString('latin1')
    const kinds = [...text.matchAll(/\bObjectType\s*=\s*["'](\w+)["']/g)].map(([, kind]) => kind)
    if (kinds.length > 0 && kinds.every((kind) => kind === 'Note')) pure.add(name)
    else if (kinds.includes('Note')) mixed = true
  }
  return { pure, mixed }
}

async function countComments({ archive }: Package, parts: string[]): Promise<number> {
  let count = 0
  for (const name of parts.filter((part) => /comments\/?\w*\.xml$/i.test(part))) {
    if (/threadedComments/i.test(name)) continue
    count += countElements(await archive.read(name), 'comment')
  }
  return count
}

function visitorOf(
  name: string,
  relations: ReadonlyMap<string, string>,
  dropped: ReadonlySet<string> | null,
  findings: Findings,
): Visitor | null {
  if (/^xl\/workbook\.xml$/i.test(name)) return workbookVisitor(findings)
  if (/^xl\/comments/i.test(name)) return authorsVisitor
  if (/^xl\/persons\//i.test(name)) return personsVisitor
  if (/^xl\/(?:revisions|pivotCache)\//i.test(name)) return refreshVisitor
  if (!/^xl\/(?:work|chart|dialog)sheets\//i.test(name)) return null
  return {
    opening({ name: element, attributes }) {
      if (
        element === 'legacyDrawing' &&
        dropped?.has(relations.get(attributes.get('id') ?? '') ?? '')
      ) {
        return 'drop'
      }
      const cells = element === 'row' || element === 'col'
      if (cells && isOn(attributes.get('hidden'))) findings.leave('hidden-cells')
      return 'keep'
    },
  }
}

function workbookVisitor(findings: Findings): Visitor {
  return {
    opening({ name, attributes }) {
      // The folder on its author's machine, and the name of who may write to it.
      if (name === 'absPath' || name === 'fileSharing') return 'drop'
      if (name === 'sheet' && /^(?:very)?hidden$/i.test(attributes.get('state') ?? '')) {
        findings.leave('hidden-sheets', attributes.get('name'))
      }
      return 'keep'
    },
  }
}

const authorsVisitor: Visitor = {
  opening: ({ name }) => (name === 'author' ? { text: 'Author' } : 'keep'),
}

const personsVisitor: Visitor = {
  opening: ({ name }) =>
    name === 'person' ? { attributes: { displayName: 'Author', userId: 'Author' } } : 'keep',
}

const refreshVisitor: Visitor = {
  opening: ({ name, attributes }) => {
    if (attributes.has('refreshedBy')) return { attributes: { refreshedBy: null } }
    const named = name === 'header' || name === 'userInfo'
    return named ? { attributes: { userName: 'Author', name: 'Author' } } : 'keep'
  },
}

function isOn(value: string | undefined): boolean {
  return value === '1' || value === 'true'
}
