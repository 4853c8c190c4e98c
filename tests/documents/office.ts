const types = 'http://schemas.openxmlformats.org/package/2006/content-types'
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const main = 'application/vnd.openxmlformats-officedocument.'
const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

type Parts = Record<string, string | Uint8Array>

const mains = {
  docx: ['word/document.xml', `${main}wordprocessingml.document.main+xml`],
  xlsx: ['xl/workbook.xml', `${main}spreadsheetml.sheet.main+xml`],
  pptx: ['ppt/presentation.xml', `${main}presentationml.presentation.main+xml`],
} as const

/** Relations of a part: type (the last word of its address) and target. */
export function rels(...all: [string, string, ('External' | undefined)?][]): string {
  const rows = all.map(
    ([type, target, mode], index) =>
      `<Relationship Id="rId${index + 1}" Type="${office}/${type}" Target="${target}"${mode ? ` TargetMode="${mode}"` : ''}/>`,
  )
  return `${xml}<Relationships xmlns="${relations}">${rows.join('')}</Relationships>`
}

function packageOf(
  kind: keyof typeof mains,
  overrides: Record<string, string>,
  parts: Parts,
): Parts {
  const [name, type] = mains[kind]
  const all = {
    [name]: type,
    'docProps/core.xml': 'application/vnd.openxmlformats-package.core-properties+xml',
    'docProps/app.xml': `${main}extended-properties+xml`,
    'docProps/custom.xml': `${main}custom-properties+xml`,
    ...overrides,
  }
  const rows = Object.entries(all).map(
    ([part, of]) => `<Override PartName="/${part}" ContentType="${of}"/>`,
  )
  return {
    '[Content_Types].xml': `${xml}<Types xmlns="${types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="vml" ContentType="${main}vmlDrawing"/><Default Extension="jpeg" ContentType="image/jpeg"/>${rows.join('')}</Types>`,
    '_rels/.rels': rels(
      ['officeDocument', name],
      ['metadata/core-properties', 'docProps/core.xml'],
      ['extended-properties', 'docProps/app.xml'],
      ['custom-properties', 'docProps/custom.xml'],
      ['metadata/thumbnail', 'docProps/thumbnail.jpeg'],
    ),
    'docProps/core.xml': `${xml}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Coming home</dc:title><dc:creator>Jane Doe</dc:creator><cp:lastModifiedBy>Jane Doe</cp:lastModifiedBy></cp:coreProperties>`,
    'docProps/app.xml': `${xml}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Office</Application><Company>Doe Consulting</Company><Manager>Jane Doe</Manager></Properties>`,
    'docProps/custom.xml': `${xml}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"><property fmtid="{0}" pid="2" name="Checked by"><vt:lpwstr xmlns:vt="urn:vt">Jane Doe</vt:lpwstr></property></Properties>`,
    'docProps/thumbnail.jpeg': 'Jane Doe',
    'customXml/item1.xml': '<who>Jane Doe</who>',
    ...parts,
  }
}

const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

/** A paragraph of Word's. */
export const paragraph = (text: string) =>
  `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`

/** A DOCX by Jane Doe with this in its body. */
export function docx(
  body: string,
  parts: Parts = {},
  related: Parameters<typeof rels> = [],
): Parts {
  return packageOf(
    'docx',
    { 'word/comments.xml': `${main}wordprocessingml.comments+xml` },
    {
      'word/document.xml': `${xml}<w:document ${w}><w:body>${body}</w:body></w:document>`,
      'word/_rels/document.xml.rels': rels(
        ['customXml', '../customXml/item1.xml'],
        ['comments', 'comments.xml'],
        ...related,
      ),
      'word/comments.xml': `${xml}<w:comments ${w}><w:comment w:id="1" w:author="Jane Doe">${paragraph('Is Karim well?')}</w:comment></w:comments>`,
      ...parts,
    },
  )
}

const s =
  'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'

/** An XLSX by Jane Doe: a visible sheet with a comment and a hidden row, a hidden sheet. */
export function xlsx(parts: Parts = {}): Parts {
  return packageOf(
    'xlsx',
    {
      'xl/worksheets/sheet1.xml': `${main}spreadsheetml.worksheet+xml`,
      'xl/worksheets/sheet2.xml': `${main}spreadsheetml.worksheet+xml`,
      'xl/comments1.xml': `${main}spreadsheetml.comments+xml`,
    },
    {
      'xl/workbook.xml': `${xml}<workbook ${s}><x15ac:absPath xmlns:x15ac="urn:x" url="C:\\Users\\jane.doe\\"/><sheets><sheet name="Costs" sheetId="1" r:id="rId1"/><sheet name="Families" sheetId="2" state="veryHidden" r:id="rId2"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': rels(
        ['worksheet', 'worksheets/sheet1.xml'],
        ['worksheet', '/xl/worksheets/sheet2.xml'],
      ),
      'xl/worksheets/sheet1.xml': `${xml}<worksheet ${s}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Staff costs</t></is></c></row><row r="2" hidden="1"><c r="A2"><v>7</v></c></row></sheetData><legacyDrawing r:id="rId2"/></worksheet>`,
      'xl/worksheets/_rels/sheet1.xml.rels': rels(
        ['comments', '../comments1.xml'],
        ['vmlDrawing', '../drawings/vmlDrawing1.vml'],
      ),
      'xl/worksheets/sheet2.xml': `${xml}<worksheet ${s}><sheetData/></worksheet>`,
      'xl/comments1.xml': `${xml}<comments ${s}><authors><author>Jane Doe</author></authors><commentList><comment ref="A1" authorId="0"><text><t>Ask Karim</t></text></comment></commentList></comments>`,
      'xl/drawings/vmlDrawing1.vml':
        '<xml xmlns:x="urn:schemas-microsoft-com:office:excel"><x:ClientData ObjectType="Note"/></xml>',
      ...parts,
    },
  )
}

const p =
  'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'

const slide = (text: string, show = '') =>
  `${xml}<p:sld ${p}${show}><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>`

/** A PPTX by Jane Doe: a slide with a comment and notes, a hidden slide. */
export function pptx(): Parts {
  return packageOf(
    'pptx',
    {
      'ppt/slides/slide1.xml': `${main}presentationml.slide+xml`,
      'ppt/slides/slide2.xml': `${main}presentationml.slide+xml`,
      'ppt/notesSlides/notesSlide1.xml': `${main}presentationml.notesSlide+xml`,
      'ppt/comments/comment1.xml': `${main}presentationml.comments+xml`,
      'ppt/commentAuthors.xml': `${main}presentationml.commentAuthors+xml`,
    },
    {
      'ppt/presentation.xml': `${xml}<p:presentation ${p}><p:sldIdLst><p:sldId id="256" r:id="rId1"/><p:sldId id="257" r:id="rId2"/></p:sldIdLst></p:presentation>`,
      'ppt/_rels/presentation.xml.rels': rels(
        ['slide', 'slides/slide1.xml'],
        ['slide', 'slides/slide2.xml'],
        ['commentAuthors', 'commentAuthors.xml'],
      ),
      'ppt/slides/slide1.xml': slide('The way home'),
      'ppt/slides/_rels/slide1.xml.rels': rels(
        ['notesSlide', '../notesSlides/notesSlide1.xml'],
        ['comments', '../comments/comment1.xml'],
      ),
      'ppt/slides/slide2.xml': slide('Not for everyone', ' show="0"'),
      'ppt/notesSlides/notesSlide1.xml': `${xml}<p:notes ${p}><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:fld type="slidenum"><a:t>1</a:t></a:fld></a:p><a:p><a:r><a:t>Do not name the street</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:notes>`,
      'ppt/comments/comment1.xml': `${xml}<p:cmLst ${p}><p:cm authorId="0"><p:text>Ask Karim</p:text></p:cm></p:cmLst>`,
      'ppt/commentAuthors.xml': `${xml}<p:cmAuthorLst ${p}><p:cmAuthor id="0" name="Jane Doe"/></p:cmAuthorLst>`,
    },
  )
}

const ns =
  'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'

/** An ODT by Jane Doe with a comment, a tracked change and an earlier version. */
export function odt(parts: Parts = {}): Parts {
  return {
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml': `${xml}<office:document-content ${ns}><office:body><office:text><text:tracked-changes><text:changed-region text:id="c1"><text:insertion><office:change-info><dc:creator>Jane Doe</dc:creator><dc:date>2024-05-06T07:08:09</dc:date></office:change-info></text:insertion></text:changed-region></text:tracked-changes><text:p>The way home<office:annotation><dc:creator>Jane Doe</dc:creator><text:p>Ask Karim</text:p></office:annotation> is long.</text:p></office:text></office:body></office:document-content>`,
    'meta.xml': `${xml}<office:document-meta ${ns}><office:meta><dc:title>Coming home</dc:title><meta:initial-creator>Jane Doe</meta:initial-creator><dc:creator>Jane Doe</dc:creator><meta:user-defined meta:name="x">Jane Doe</meta:user-defined></office:meta></office:document-meta>`,
    'Versions/Version1': 'an earlier text by Jane Doe',
    'VersionList.xml': '<v>Jane Doe</v>',
    'Thumbnails/thumbnail.png': 'Jane Doe',
    'META-INF/manifest.xml': `${xml}<manifest:manifest ${ns}><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="VersionList.xml" manifest:media-type="text/xml"/></manifest:manifest>`,
    ...parts,
  }
}
