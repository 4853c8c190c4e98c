import type { Findings } from '../findings.ts'
import { countElements, type Visitor } from '../xml.ts'
import type { Package, Rules } from './package.ts'

const comments = /^ppt\/(?:comments\/|commentAuthors\.xml$|authors\.xml$)/i
const history = /^ppt\/(?:changesInfos\/|revisionInfo\.xml$)/i
/** The extension of a slide that points at its comments ([MS-PPTX] 2.6). */
const commentsExtension = '{6950BFC3-D8DA-4A85-94F7-54DA5524770B}'

/** What is taken out of a presentation (ECMA-376-1, 19), and what is named. */
export async function slideRules({ archive }: Package, findings: Findings): Promise<Rules> {
  for (const name of archive.names) {
    if (/^ppt\/embeddings\/[^/]+$/i.test(name)) {
      findings.leave('embedded-files', name.slice(name.lastIndexOf('/') + 1))
    }
    if (/^ppt\/comments\/[^/]+\.xml$/i.test(name)) {
      findings.remove('comments', countElements(await archive.read(name), 'cm'))
    }
    if (/^ppt\/changesInfos\/[^/]+\.xml$/i.test(name)) findings.remove('earlier-versions')
  }
  return {
    drops: (name) => comments.test(name) || history.test(name),
    visitor(name) {
      const number = /^ppt\/slides\/slide(\d+)\.xml$/i.exec(name)?.[1]
      if (number !== undefined) return slideVisitor(number, findings)
      if (/^ppt\/notesSlides\/[^/]+\.xml$/i.test(name)) return notesVisitor(findings)
      return /^ppt\//i.test(name) ? { opening: ({ name: one }) => fateOf(one) } : null
    },
  }
}

function slideVisitor(number: string, findings: Findings): Visitor {
  return {
    opening({ name, attributes, within }) {
      const shown = attributes.get('show') ?? '1'
      if (within.length === 0 && (shown === '0' || shown === 'false')) {
        findings.leave('hidden-slides', number)
      }
      const isPointer = name === 'ext' && attributes.get('uri') === commentsExtension
      return isPointer ? 'drop' : fateOf(name)
    },
  }
}

/** What points at data of programs, which every package loses. */
function fateOf(name: string): 'keep' | 'drop' {
  return name === 'custData' ? 'drop' : 'keep'
}

/** Notes hold a field with the number of their slide, which is none of the speaker's words. */
function notesVisitor(findings: Findings): Visitor {
  let counted = false
  return {
    text(text, within) {
      if (counted || text.trim() === '' || within.at(-1) !== 't' || within.includes('fld')) return
      counted = true
      findings.leave('notes')
    },
  }
}
