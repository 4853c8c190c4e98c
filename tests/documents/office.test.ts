import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cleaned, textOf } from '../../server/documents/documents.ts'
import type { DocumentType } from '../../server/documents/kinds.ts'
import { whatItIs } from '../../server/documents/whatItIs.ts'
import { partsOf, photographFromCamera, zipIn } from './made.ts'
import { docx, odt, paragraph, pptx, rels, xlsx } from './office.ts'
import { temporaryFolder } from './place.ts'

async function clean(type: DocumentType, parts: Record<string, string | Uint8Array>) {
  const folder = temporaryFolder()
  const result = await cleaned(await zipIn(folder, parts), type, folder)
  if (result.state !== 'cleaned') throw new Error(result.why)
  const content = await partsOf(readFileSync(result.path))
  const all = [...content].map(([name, part]) => `${name}\n${part.toString('latin1')}`).join('\n')
  expect(await whatItIs(result.path, 'x')).toMatchObject({ state: 'known', type })
  const text = await textOf(result.path, type)
  return { ...result, content, all, text: text.state === 'readable' ? text.text : text.why }
}

describe.each([
  ['docx', () => docx(paragraph('The way home'))],
  ['xlsx', () => xlsx()],
  ['pptx', () => pptx()],
  ['odt', () => odt()],
] as const)('a clean %s', (type, made) => {
  it('names nobody, and holds no comment, thumbnail or data of programs', async () => {
    expect(JSON.stringify(made())).toContain('Jane Doe')
    const { all, removed } = await clean(type, made())
    expect(all).not.toMatch(/Jane|jane\.doe|Doe Consulting|Karim/)
    expect(all).toContain('Coming home')
    const kinds = removed.map(({ kind }) => kind)
    expect(kinds).toEqual(
      expect.arrayContaining(['author', 'comments', 'custom-data', 'thumbnail']),
    )
  })

  it('points at nothing that has gone', async () => {
    const { content } = await clean(type, made())
    const names = [...content.keys()]
    const gone = Object.keys(made()).filter((name) => !names.includes(name))
    expect(gone.length).toBeGreaterThan(1)
    const pointers = ['[Content_Types].xml', 'META-INF/manifest.xml', ...names]
      .filter((name) => /\[Content_Types\]|manifest|\.rels$/.test(name))
      .map((name) => content.get(name)?.toString() ?? '')
      .join('')
    for (const name of gone) expect(pointers).not.toContain(name.replace(/^.*\//, ''))
  })

  it('keeps its words', async () => {
    const { text } = await clean(type, made())
    expect(text).toMatch(type === 'xlsx' ? /Staff costs/ : /The way home/)
  })
})

describe('a text document', () => {
  it('has its tracked changes named, without who made them and when', async () => {
    const change = `<w:p><w:ins w:id="1" w:author="Jane Doe" w:date="2024-05-06T07:08:09Z"><w:r><w:t>added</w:t></w:r></w:ins><w:del w:id="2" w:author="Jane Doe"><w:r><w:delText>Karim</w:delText></w:r></w:del></w:p>`
    const { leftovers, all } = await clean('docx', docx(change))
    expect(leftovers).toEqual([{ kind: 'tracked-changes', count: 2 }])
    expect(all).not.toMatch(/Jane|2024-05/)
    expect(all).toContain('<w:ins w:id="1" w:author="Author">')
  })

  it('loses comments with what points at them, and nothing around', async () => {
    const body =
      '<w:p><w:commentRangeStart w:id="1"/><w:r><w:t>A &amp; B</w:t></w:r><w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r></w:p>'
    const { content, removed } = await clean('docx', docx(body))
    expect(content.get('word/document.xml')?.toString()).toContain(
      '<w:body><w:p><w:r><w:t>A &amp; B</w:t></w:r><w:r></w:r></w:p></w:body>',
    )
    expect(content.has('word/comments.xml')).toBe(false)
    expect(removed).toContainEqual({ kind: 'comments', count: 1 })
  })

  it('has hidden text, fields with names and embedded files named', async () => {
    const body = `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr></w:r><w:r><w:instrText> AUTHOR \\* MERGEFORMAT</w:instrText></w:r></w:p>`
    const { leftovers } = await clean('docx', docx(body, { 'word/embeddings/sheet1.xlsx': 'x' }))
    expect(leftovers).toEqual([
      { kind: 'embedded-files', count: 1, detail: ['sheet1.xlsx'] },
      { kind: 'hidden-text', count: 1 },
      { kind: 'author', count: 1, detail: ['AUTHOR'] },
    ])
  })

  it('loses the path of its template, and the place and device of its photographs', async () => {
    const parts = {
      'word/settings.xml':
        '<w:settings xmlns:w="urn:w" xmlns:r="urn:r"><w:attachedTemplate r:id="rId1"/><w:zoom w:percent="100"/></w:settings>',
      'word/_rels/settings.xml.rels': rels([
        'attachedTemplate',
        'file:///C:\\Users\\jane.doe\\Normal.dotm',
        'External',
      ]),
      'word/media/image1.jpeg': photographFromCamera(),
    }
    const { all, removed } = await clean('docx', docx(paragraph('x'), parts))
    expect(all).not.toMatch(/jane\.doe|attachedTemplate|SecretCam/)
    expect(all).toContain('<w:zoom w:percent="100"/>')
    expect(removed).toContainEqual({ kind: 'place-and-device', count: 1 })
  })

  it('of OpenDocument has its tracked changes named, without who made them; earlier versions go', async () => {
    const { leftovers, removed, content, text } = await clean('odt', odt())
    expect(leftovers).toEqual([{ kind: 'tracked-changes', count: 1 }])
    expect(removed).toContainEqual({ kind: 'earlier-versions', count: 2 })
    expect([...content.keys()][0]).toBe('mimetype')
    expect(text).toContain('The way home is long.')
  })

  it('begins with its type, stored as it is, where it is an OpenDocument', async () => {
    const folder = temporaryFolder()
    const result = await cleaned(await zipIn(folder, odt()), 'odt', folder)
    if (result.state !== 'cleaned') throw new Error(result.why)
    const head = readFileSync(result.path).toString('latin1', 0, 80)
    expect(head.slice(30)).toMatch(/^mimetypeapplication\/vnd\.oasis\.opendocument\.text/)
  })
})

describe('a workbook', () => {
  it('has hidden sheets and rows named', async () => {
    const { leftovers } = await clean('xlsx', xlsx())
    expect(leftovers).toEqual([
      { kind: 'hidden-sheets', count: 1, detail: ['Families'] },
      { kind: 'hidden-cells', count: 1 },
    ])
  })

  it('keeps comments that share a drawing with buttons, without their authors, and names them', async () => {
    const drawing =
      '<xml xmlns:x="urn:x"><x:ClientData ObjectType="Note"/><x:ClientData ObjectType="Button"/></xml>'
    const { leftovers, all } = await clean('xlsx', xlsx({ 'xl/drawings/vmlDrawing1.vml': drawing }))
    expect(leftovers).toContainEqual({ kind: 'comments', count: 1 })
    expect(all).not.toContain('Jane Doe')
    expect(all).toContain('<legacyDrawing r:id="rId2"/>')
  })

  it('has data from elsewhere and behind its pivot tables named, without who refreshed them', async () => {
    const { leftovers, all } = await clean(
      'xlsx',
      xlsx({
        'xl/pivotCache/pivotCacheDefinition1.xml':
          '<pivotCacheDefinition refreshedBy="Jane Doe" id="1"/>',
        'xl/pivotCache/pivotCacheRecords1.xml': '<pivotCacheRecords/>',
        'xl/externalLinks/externalLink1.xml': '<externalLink/>',
      }),
    )
    expect(leftovers).toEqual(
      expect.arrayContaining([
        { kind: 'pivot-data', count: 1 },
        { kind: 'external-data', count: 1 },
      ]),
    )
    expect(all).not.toContain('Jane')
  })
})

describe('a presentation', () => {
  it('has hidden slides and notes named', async () => {
    const { leftovers } = await clean('pptx', pptx())
    expect(leftovers).toEqual(
      expect.arrayContaining([
        { kind: 'hidden-slides', count: 1, detail: ['2'] },
        { kind: 'notes', count: 1 },
      ]),
    )
  })
})
