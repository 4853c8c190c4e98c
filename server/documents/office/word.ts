import type { Findings } from '../findings.ts'
import { countElements, type Opening, type Visitor } from '../xml.ts'
import type { Package, Rules } from './package.ts'

const comments = /^word\/(?:comments\w*|people)\.xml$/i
const anchors = new Set(['commentRangeStart', 'commentRangeEnd', 'commentReference'])
const changes = new Set(
  'ins del moveFrom moveTo cellIns cellDel cellMerge numberingChange rPrChange pPrChange sectPrChange tblPrChange tblPrExChange tblGridChange trPrChange tcPrChange'.split(
    ' ',
  ),
)
/** Where its author's machine looks for templates and addresses. */
const paths = new Set(['attachedTemplate', 'mailMerge'])
const off = new Set(['0', 'false', 'off'])

/** What is taken out of a text document (ECMA-376-1, 17), and what is named. */
export async function wordRules(opened: Package, findings: Findings): Promise<Rules> {
  const { archive } = opened
  for (const name of archive.names) {
    if (/^word\/(?:embeddings|afchunk)[^/]*\/|^word\/afchunk/i.test(name)) {
      findings.leave('embedded-files', name.slice(name.lastIndexOf('/') + 1))
    }
  }
  for (const name of archive.names.filter((one) => /^word\/comments\.xml$/i.test(one))) {
    findings.remove('comments', countElements(await archive.read(name), 'comment'))
  }
  return {
    drops: (name) => comments.test(name),
    visitor: (name) => (/^word\//i.test(name) ? bodyVisitor(findings) : null),
  }
}

function bodyVisitor(findings: Findings): Visitor {
  return {
    opening(opening) {
      const { name, attributes } = opening
      if (anchors.has(name) || paths.has(name)) return 'drop'
      if (isHidden(opening)) findings.leave('hidden-text')
      if (name === 'fldSimple') noteField(attributes.get('instr') ?? '', findings)
      if (!attributes.has('author')) return 'keep'
      if (changes.has(name)) findings.leave('tracked-changes')
      return { attributes: { author: 'Author', date: null, dateUtc: null, initials: null } }
    },
    text(text, within) {
      if (within.at(-1) === 'instrText') noteField(text, findings)
    },
  }
}

/** Hidden runs of text; the mark of a paragraph may be hidden without any text being so. */
function isHidden({ name, attributes, within }: Opening): boolean {
  return (
    name === 'vanish' &&
    within.at(-1) === 'rPr' &&
    within.at(-2) === 'r' &&
    !off.has(attributes.get('val') ?? '')
  )
}

/** Fields that write the name of a person into the text. */
function noteField(instruction: string, findings: Findings): void {
  const field = /^\s*(AUTHOR|LASTSAVEDBY|USERNAME|USERINITIALS|USERADDRESS)\b/i.exec(instruction)
  if (field?.[1] !== undefined) findings.leave('author', field[1].toUpperCase())
}
