import { readFileSync } from 'node:fs'
import { PDFDocument, PDFName, PDFString } from '@cantoo/pdf-lib'
import { describe, expect, it } from 'vitest'
import { cleaned, textOf } from '../../server/documents/documents.ts'
import { fileIn, photographFromCamera } from './made.ts'
import { temporaryFolder } from './place.ts'

async function report(): Promise<PDFDocument> {
  const pdf = await PDFDocument.create()
  pdf.setTitle('Coming home')
  pdf.setAuthor('Jane Doe')
  pdf.setCreator('Jane Doe at Doe Consulting')
  pdf.addPage().drawText('The way home is long.', { x: 50, y: 500 })
  return pdf
}

function annotate(pdf: PDFDocument, annotation: Record<string, string | PDFString | number[]>) {
  const page = pdf.getPage(0)
  const made = pdf.context.obj({ Type: 'Annot', Rect: [0, 0, 10, 10], ...annotation })
  page.node.addAnnot(pdf.context.register(made))
}

/** Everything that is in a PDF, with nothing packed. */
async function unpacked(content: Uint8Array): Promise<string> {
  const pdf = await PDFDocument.load(content, { updateMetadata: false })
  const plain = await pdf.save({ useObjectStreams: false, updateFieldAppearances: false })
  return Buffer.from(plain).toString('latin1')
}

async function clean(source: Uint8Array) {
  const folder = temporaryFolder()
  const result = await cleaned(fileIn(folder, source), 'pdf', folder)
  if (result.state !== 'cleaned') throw new Error(result.why)
  const content = readFileSync(result.path)
  return {
    ...result,
    content,
    all: await unpacked(content),
    text: await textOf(result.path, 'pdf'),
  }
}

describe('a clean PDF', () => {
  it('names nobody, keeps its title and its words', async () => {
    const pdf = await report()
    const xmp = pdf.context.stream('<x:xmpmeta>Jane Doe</x:xmpmeta>', { Type: 'Metadata' })
    pdf.catalog.set(PDFName.of('Metadata'), pdf.context.register(xmp))
    const { all, text, removed, leftovers } = await clean(await pdf.save())
    expect(all).not.toMatch(/Jane|Consulting|xmpmeta/)
    const reread = await PDFDocument.load(Buffer.from(all, 'latin1'), { updateMetadata: false })
    expect(reread.getTitle()).toBe('Coming home')
    expect(reread.getAuthor()).toBeUndefined()
    expect(text).toEqual({ state: 'readable', text: 'The way home is long.', truncated: false })
    expect(removed).toEqual([{ kind: 'author', count: 2 }])
    expect(leftovers).toEqual([])
  })

  it('has no title that is the path of a file', async () => {
    const pdf = await report()
    pdf.setTitle('C:\\Users\\jane.doe\\report.docx')
    expect((await clean(await pdf.save())).all).not.toMatch(/jane/)
  })

  it('holds no remarks, and marks without who made them', async () => {
    const pdf = await report()
    const by = { T: PDFString.of('Jane Doe') }
    annotate(pdf, { ...by, Subtype: 'Text', Contents: PDFString.of('Ask Karim') })
    annotate(pdf, { ...by, Subtype: 'Highlight', Contents: PDFString.of('This is Karim') })
    annotate(pdf, { ...by, Subtype: 'FreeText', Contents: PDFString.of('Seen on the page') })
    const { all, removed } = await clean(await pdf.save())
    expect(all).not.toMatch(/Jane|Karim/)
    expect(all).toContain('/Highlight')
    expect(all).toContain('Seen on the page')
    expect(removed).toContainEqual({ kind: 'comments', count: 2 })
  })

  it('runs nothing, and carries no other files', async () => {
    const pdf = await report()
    pdf.addJavaScript('hello', 'app.alert("boo")')
    await pdf.attach(Buffer.from('Karim lives here'), 'families.txt', { description: 'Jane Doe' })
    const launch = pdf.context.obj({ S: 'Launch', F: PDFString.of('calc.exe') })
    pdf.catalog.set(PDFName.of('OpenAction'), launch)
    const { all, removed } = await clean(await pdf.save())
    expect(all).not.toMatch(/app\.alert|JavaScript|families|calc\.exe|EmbeddedFile/)
    expect(removed).toEqual(
      expect.arrayContaining([
        { kind: 'scripts', count: 2 },
        { kind: 'embedded-files', count: expect.any(Number) },
      ]),
    )
  })

  it('holds nothing that an earlier version left in it', async () => {
    const pdf = await report()
    pdf.context.register(PDFString.of('The first draft named Karim'))
    const source = await pdf.save()
    expect(await unpacked(source)).toContain('named Karim')
    expect((await clean(source)).all).not.toContain('Karim')
  })

  it('holds no place and device in its photographs', async () => {
    const pdf = await report()
    const photograph = pdf.context.stream(photographFromCamera(), {
      Type: 'XObject',
      Subtype: 'Image',
      Width: 16,
      Height: 8,
      ColorSpace: 'DeviceRGB',
      BitsPerComponent: 8,
      Filter: 'DCTDecode',
    })
    pdf.getPage(0).node.newXObject('Photo', pdf.context.register(photograph))
    const { all, removed } = await clean(await pdf.save())
    expect(all).toContain('DCTDecode')
    expect(all).not.toMatch(/SecretCam|Jane/)
    expect(removed).toContainEqual({ kind: 'place-and-device', count: 1 })
  })

  it('has what was filled in named', async () => {
    const pdf = await report()
    const field = pdf.getForm().createTextField('name of the person')
    field.addToPage(pdf.getPage(0))
    field.setText('Karim')
    pdf.getForm().createTextField('empty').addToPage(pdf.getPage(0))
    expect((await clean(await pdf.save())).leftovers).toEqual([
      { kind: 'form-data', count: 1, detail: ['name of the person'] },
    ])
  })
})

describe('a PDF with a lock', () => {
  it('that only restricts is cleaned, and read', async () => {
    const pdf = await report()
    pdf.encrypt({ ownerPassword: 'owner', userPassword: '', permissions: { copying: false } })
    const { all, text } = await clean(await pdf.save())
    expect(all).not.toMatch(/Jane|\/Encrypt/)
    expect(text).toMatchObject({ state: 'readable', text: 'The way home is long.' })
  })

  it('that asks for a password is told as encrypted', async () => {
    const folder = temporaryFolder()
    const pdf = await report()
    pdf.encrypt({ ownerPassword: 'owner', userPassword: 'user' })
    const path = fileIn(folder, await pdf.save())
    const unreadable = { state: 'unreadable', why: 'encrypted' }
    expect(await cleaned(path, 'pdf', folder)).toMatchObject({
      ...unreadable,
      leftovers: [{ kind: 'unchecked', count: 1 }],
    })
    expect(await textOf(path, 'pdf')).toEqual(unreadable)
  })
})
