import { deflateRawSync, crc32 } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { PDFDocument } from '@cantoo/pdf-lib'
import { describe, expect, it } from 'vitest'
import { limits, type Refusal } from '../../server/documents/kinds.ts'
import { whatItIs } from '../../server/documents/whatItIs.ts'
import { fileIn, photograph, png, zipIn } from './made.ts'
import { docx, odt, paragraph, pptx, xlsx } from './office.ts'
import { temporaryFolder } from './place.ts'

async function pdf(): Promise<Uint8Array> {
  const made = await PDFDocument.create()
  made.addPage()
  return made.save()
}

async function refusal(path: string, name = 'report.pdf'): Promise<Refusal> {
  const found = await whatItIs(path, name)
  if (found.state !== 'refused') throw new Error(`It was taken as ${found.type}`)
  return found.reason
}

/** A zip with one part whose list says what is asked, true or not. */
function zipWith(name: string, content: Buffer, claimed = content.length, flags = 0): Buffer {
  const packed = deflateRawSync(content)
  const fields = (at: Buffer, from: number) => {
    at.writeUInt16LE(20, from)
    at.writeUInt16LE(flags, from + 2)
    at.writeUInt16LE(8, from + 4)
    at.writeUInt32LE(crc32(content), from + 10)
    at.writeUInt32LE(packed.length, from + 14)
    at.writeUInt32LE(claimed, from + 18)
    at.writeUInt16LE(name.length, from + 22)
  }
  const local = Buffer.alloc(30)
  local.write('PK\u0003\u0004', 0, 'latin1')
  fields(local, 4)
  const central = Buffer.alloc(46)
  central.write('PK\u0001\u0002', 0, 'latin1')
  fields(central, 6)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 0, 'latin1')
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(46 + name.length, 12)
  end.writeUInt32LE(30 + name.length + packed.length, 16)
  return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end])
}

describe('what a file is', () => {
  it('is told by its content, whatever its name', async () => {
    const folder = temporaryFolder()
    const files = {
      pdf: fileIn(folder, await pdf()),
      docx: await zipIn(folder, docx(paragraph('x'))),
      odt: await zipIn(folder, odt()),
      pptx: await zipIn(folder, pptx()),
      xlsx: await zipIn(folder, xlsx()),
      png: fileIn(folder, png()),
      jpeg: fileIn(folder, photograph),
    }
    for (const [type, path] of Object.entries(files)) {
      expect(await whatItIs(path, 'holiday.exe')).toEqual({
        state: 'known',
        type,
        unreadable: null,
      })
    }
  })

  it.each([
    ['GIF89a\u0001\u0000\u0001\u0000', 'image/gif'],
    ['MZ\u0090\u0000', 'application/x-msdownload'],
    ['<!doctype html><script>alert(1)</script>', null],
    ['just some words', null],
  ])(
    'that is none of the allowed is refused with what it was found to be: %j',
    async (content, found) => {
      const path = fileIn(temporaryFolder(), Buffer.from(content, 'latin1'))
      const reason = await refusal(path)
      expect(reason).toMatchObject({ code: 'wrong-type', params: { found } })
      expect(reason).toHaveProperty('params.allowed', expect.arrayContaining(['pdf', 'odt']))
    },
  )

  it('is refused where there is nothing in it, or too much', async () => {
    const folder = temporaryFolder()
    expect(await refusal(fileIn(folder, ''))).toEqual({ code: 'empty' })
    const large = fileIn(folder, Buffer.concat([await pdf(), Buffer.alloc(limits.fileBytes)]))
    expect(await refusal(large)).toEqual({
      code: 'too-large',
      params: { maxBytes: 20 * 1024 * 1024 },
    })
  })

  it('is refused where macros are in it', async () => {
    const folder = temporaryFolder()
    const plain = docx(paragraph('x'))
    const types = String(plain['[Content_Types].xml'])
    const named = types.replace(
      /application\/vnd\.openxmlformats-officedocument\.wordprocessingml\.document\.main\+xml/,
      'application/vnd.ms-word.document.macroEnabled.main+xml',
    )
    const macros = [
      { ...plain, '[Content_Types].xml': named },
      { ...plain, 'word/vbaProject.bin': 'x' },
      odt({ 'Basic/Standard/Module1.xml': '<x/>' }),
    ]
    for (const parts of macros) {
      expect(await refusal(await zipIn(folder, parts), 'a.docx')).toMatchObject({ code: 'macros' })
    }
  })

  it('is refused where it is a spreadsheet template, an ODS or any other zip', async () => {
    const folder = temporaryFolder()
    const sheet = odt({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet' })
    expect(await refusal(await zipIn(folder, sheet))).toHaveProperty(
      'params.found',
      'application/vnd.oasis.opendocument.spreadsheet',
    )
    expect(await refusal(await zipIn(folder, { 'a.txt': 'x' }), 'a.docx')).toMatchObject({
      code: 'wrong-type',
      params: { found: 'application/zip' },
    })
  })

  it('is refused where it is two things at once', async () => {
    const folder = temporaryFolder()
    const zip = readFileSync(await zipIn(folder, { 'a.txt': 'x' }))
    const both = fileIn(folder, Buffer.concat([await pdf(), zip]))
    expect(await refusal(both)).toEqual({ code: 'unsafe', params: { why: 'mixed' } })
    const late = fileIn(folder, Buffer.concat([Buffer.from('<script>1</script>'), await pdf()]))
    expect(await refusal(late)).toMatchObject({ code: 'wrong-type' })
  })
})

describe('a zip made to do harm', () => {
  it('is refused before it is unpacked, also where it is named as a PDF', async () => {
    const folder = temporaryFolder()
    const bomb = zipWith('word/document.xml', Buffer.alloc(300 * 1_048_576))
    expect(bomb.length).toBeLessThan(1_000_000)
    const before = process.memoryUsage.rss()
    expect(await refusal(fileIn(folder, bomb), 'harmless.pdf')).toEqual({
      code: 'unsafe',
      params: { why: 'unpacks-too-large' },
    })
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1_048_576)
  })

  it.each(['../../etc/passwd', '/etc/passwd', 'C:\\windows\\x', 'a\\..\\..\\x'])(
    'is refused where a part lies outside: %s',
    async (name) => {
      const path = fileIn(temporaryFolder(), zipWith(name, Buffer.from('x')))
      expect(await refusal(path)).toEqual({ code: 'unsafe', params: { why: 'paths' } })
    },
  )

  it('is refused where it has more parts than any document', async () => {
    const parts = Object.fromEntries(Array.from({ length: 5_001 }, (_, n) => [`p${n}`, '']))
    expect(await refusal(await zipIn(temporaryFolder(), parts))).toEqual({
      code: 'unsafe',
      params: { why: 'too-many-parts' },
    })
  })

  it('gives no more than its list says', async () => {
    const types = Buffer.from(' '.repeat(2_000_000))
    const path = fileIn(temporaryFolder(), zipWith('[Content_Types].xml', types, 10))
    expect(await refusal(path)).toMatchObject({ code: 'wrong-type' })
  })
})

describe('a file that cannot be read', () => {
  it('is taken where a password locks it', async () => {
    const folder = temporaryFolder()
    const compound = Buffer.alloc(4_096)
    Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(compound)
    expect(await refusal(fileIn(folder, compound), 'old.doc')).toMatchObject({ code: 'wrong-type' })
    Buffer.from('EncryptedPackage', 'utf16le').copy(compound, 2_000)
    const locked = { state: 'known', unreadable: 'encrypted' }
    expect(await whatItIs(fileIn(folder, compound), 'a.xlsx')).toMatchObject({
      ...locked,
      type: 'xlsx',
    })
    expect(await refusal(fileIn(folder, compound), 'a.bin')).toMatchObject({ code: 'wrong-type' })
    const manifest = '<manifest><encryption-data/></manifest>'
    const lockedOdt = await zipIn(folder, odt({ 'META-INF/manifest.xml': manifest }))
    expect(await whatItIs(lockedOdt, 'a.odt')).toMatchObject({ ...locked, type: 'odt' })
  })

  it('is taken where it is cut off', async () => {
    const folder = temporaryFolder()
    const whole = readFileSync(await zipIn(folder, docx(paragraph('x'.repeat(500)))))
    const cut = fileIn(folder, whole.subarray(0, whole.length / 2))
    expect(await whatItIs(cut, 'report.docx')).toEqual({
      state: 'known',
      type: 'docx',
      unreadable: 'broken',
    })
    expect(await refusal(cut, 'report.zip')).toMatchObject({ code: 'wrong-type' })
  })
})
