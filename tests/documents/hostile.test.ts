import { spawnSync } from 'node:child_process'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { confined } from '../../server/documents/apart/run.ts'
import { cleaned, textOf } from '../../server/documents/documents.ts'
import type { DocumentType } from '../../server/documents/kinds.ts'
import { fileIn, zipIn } from './made.ts'
import { docx, paragraph } from './office.ts'
import { temporaryFolder } from './place.ts'

/** A PDF as text: its objects, in order from 1; the first is the catalog. */
function pdfOf(...objects: (string | Buffer)[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')]
  const offsets: number[] = []
  let at = parts[0]?.length ?? 0
  objects.forEach((object, index) => {
    const part = Buffer.concat([
      Buffer.from(`${index + 1} 0 obj\n`),
      Buffer.from(object),
      Buffer.from('\nendobj\n'),
    ])
    offsets.push(at)
    parts.push(part)
    at += part.length
  })
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows.join('')}`
  const trailer = `trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${at}\n%%EOF`
  return Buffer.concat([...parts, Buffer.from(table + trailer)])
}

const stream = (dict: string, content: Buffer) =>
  Buffer.concat([
    Buffer.from(`<<${dict}/Length ${content.length}>>\nstream\n`),
    content,
    Buffer.from('\nendstream'),
  ])

const catalog = '<</Type/Catalog/Pages 2 0 R>>'
const onePage = '<</Type/Pages/Kids[3 0 R]/Count 1>>'

/** Both ways that a file is read; neither may throw. */
async function bothWays(path: string, type: DocumentType, allowed = {}) {
  const folder = temporaryFolder()
  const clean = await cleaned(path, type, folder, allowed)
  const text = await textOf(path, type, allowed)
  return {
    clean: clean.state === 'unreadable' ? clean.why : clean.state,
    text: text.state === 'unreadable' ? text.why : text.state,
  }
}

describe('a hostile document does no more than to be unreadable', () => {
  it('with entities that multiply', async () => {
    const laughs = Array.from(
      { length: 9 },
      (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`,
    ).join('')
    const document = `<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY l0 "ha">${laughs}]><w:document xmlns:w="urn:w"><w:body>${paragraph('&l9;')}</w:body></w:document>`
    const path = await zipIn(temporaryFolder(), docx('', { 'word/document.xml': document }))
    const { clean, text } = await bothWays(path, 'docx')
    expect(clean).toBe('broken')
    expect(['broken', 'no-text', 'too-large', 'took-too-long', 'readable']).toContain(text)
  })

  it('with elements in each other a hundred thousand times', async () => {
    const deep = '<w:p>'.repeat(100_000) + '</w:p>'.repeat(100_000)
    const path = await zipIn(temporaryFolder(), docx(deep))
    expect(await bothWays(path, 'docx')).toEqual({
      clean: 'broken',
      text: expect.stringMatching(/broken|no-text|too-large/),
    })
  })

  it('with pages that contain themselves', async () => {
    const path = fileIn(temporaryFolder(), pdfOf(catalog, '<</Type/Pages/Kids[2 0 R]/Count 1>>'))
    const { clean, text } = await bothWays(path, 'pdf')
    expect(['broken', 'too-large']).toContain(clean)
    expect(['broken', 'too-large', 'no-text']).toContain(text)
  })

  it('with a form that draws itself', async () => {
    const form = '/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>'
    const path = fileIn(
      temporaryFolder(),
      pdfOf(
        catalog,
        onePage,
        '<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>',
        stream('', Buffer.from('/F Do')),
        stream(form, Buffer.from('/F Do /F Do')),
      ),
    )
    expect(await bothWays(path, 'pdf', { time: 20_000 })).toEqual({
      clean: 'cleaned',
      text: expect.stringMatching(/no-text|broken|too-large|took-too-long/),
    })
  })

  it('that is nothing but its first line', async () => {
    const path = fileIn(temporaryFolder(), '%PDF-1.7\nand no more')
    expect(await bothWays(path, 'pdf')).toEqual({ clean: 'broken', text: 'broken' })
  })

  it('that unpacks to more than it may take, while the server answers on', async () => {
    const page = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<<>>>>'
    const large = deflateSync(Buffer.alloc(400 * 1_048_576, 'q Q '), { level: 1 })
    const path = fileIn(
      temporaryFolder(),
      pdfOf(catalog, onePage, page, stream('/Filter/FlateDecode', large)),
    )
    const delay = monitorEventLoopDelay({ resolution: 10 })
    delay.enable()
    const memory = process.memoryUsage.rss()
    const text = await textOf(path, 'pdf', { memoryBytes: 300 * 1_048_576 })
    delay.disable()
    expect(text).toEqual({ state: 'unreadable', why: 'too-large' })
    expect(process.memoryUsage.rss() - memory).toBeLessThan(100 * 1_048_576)
    expect(delay.max / 1e6).toBeLessThan(500)
  })

  it('that takes too long', async () => {
    const path = await zipIn(temporaryFolder(), docx(paragraph('x').repeat(100_000)))
    expect(await bothWays(path, 'docx', { time: 50 })).toEqual({
      clean: 'took-too-long',
      text: 'took-too-long',
    })
  })

  it('whose heap is full', async () => {
    const path = await zipIn(temporaryFolder(), docx(paragraph('x').repeat(300_000)))
    expect(await textOf(path, 'docx', { heapMegabytes: 30 })).toEqual({
      state: 'unreadable',
      why: 'too-large',
    })
  })

  it('and the next document is read as ever', async () => {
    const path = await zipIn(temporaryFolder(), docx(paragraph('The way home')))
    expect(await textOf(path, 'docx')).toMatchObject({ state: 'readable', text: 'The way home' })
  })
})

describe('the process that reads a file', () => {
  const inIt = (code: string) => {
    const folder = temporaryFolder()
    const flags = confined({ kind: 'text', path: fileIn(folder, 'x'), type: 'pdf' })
    return spawnSync(process.execPath, [...flags, '-e', code], { encoding: 'utf8' })
  }

  it.each([
    ['another file', "require('fs').readFileSync('/etc/passwd')"],
    ['a file of the data folder', "require('fs').readdirSync('.')"],
    ['a new file', "require('fs').writeFileSync('/tmp/homeward-should-not-be', 'x')"],
    ['another program', "require('child_process').execSync('true')"],
  ])('may not touch %s', (_what, code) => {
    expect(inIt(code).stderr).toContain('ERR_ACCESS_DENIED')
  })

  it('may not make code from text', () => {
    expect(inIt("new Function('return 1')()").stderr).toContain('EvalError')
  })
})

describe('the text of a document', () => {
  it('is composed, without control characters, and says where it was cut', async () => {
    const folder = temporaryFolder()
    const composed = await textOf(
      await zipIn(folder, docx(paragraph('Cafe\u0301   du  retour'))),
      'docx',
    )
    expect(composed).toEqual({ state: 'readable', text: 'Café du retour', truncated: false })
    const long = await textOf(
      await zipIn(folder, docx(paragraph('retour '.repeat(1_000)).repeat(300))),
      'docx',
    )
    expect(long).toMatchObject({ state: 'readable', truncated: true })
    expect(long.state === 'readable' && long.text.length).toBe(2_000_000)
  })

  it('is none in a picture, and in a scan without words', async () => {
    const folder = temporaryFolder()
    const none = { state: 'unreadable', why: 'no-text' }
    expect(await textOf(fileIn(folder, 'x'), 'png')).toEqual(none)
    const page = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>'
    expect(await textOf(fileIn(folder, pdfOf(catalog, onePage, page)), 'pdf')).toEqual(none)
  })
})
