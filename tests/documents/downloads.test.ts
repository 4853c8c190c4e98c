import { parse } from 'content-disposition'
import { describe, expect, it } from 'vitest'
import { safeDownloadHeaders, safeFileName } from '../../server/documents/downloads.ts'

const download = { mediaType: 'application/pdf', bytes: 12, sha256: 'ab'.repeat(32) }
const headersOf = (fileName: string) => safeDownloadHeaders({ ...download, fileName })

describe('the headers of a download', () => {
  it('have it saved, as what it is, and never run as a page of this site', () => {
    const headers = headersOf('report.pdf')
    expect(headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': '12',
      etag: `"${'ab'.repeat(32)}"`,
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['content-disposition']).toMatch(/^attachment; filename="?report\.pdf"?$/)
    expect(headers['content-security-policy']).toMatch(/^sandbox;/)
    expect(headers['content-security-policy']).not.toContain('allow-')
  })

  it.each(['Rapport d’étape – Liège.pdf', 'تقرير العودة.docx', 'отчёт.odt', 'a"; x=y.pdf'])(
    'carry the name %s as ASCII, from which it comes back',
    (name) => {
      const header = headersOf(name)['content-disposition'] ?? ''
      expect(header).toMatch(/^[\x20-\x7e]+$/)
      expect(parse(header).parameters['filename']).toBe(name.replaceAll('"', '-'))
    },
  )

  it('cannot be added to by a name', () => {
    const header = headersOf('a\r\nset-cookie: x=y\u0000.pdf')['content-disposition']
    expect(header).toMatch(/^[\x20-\x7e]+$/)
  })
})

describe('the name of a download', () => {
  it.each([
    ['../../etc/passwd', 'etc-passwd'],
    ['C:\\Users\\x.pdf', 'C--Users-x.pdf'],
    ['report\u202efdp.exe', 'reportfdp.exe'],
    ['.htaccess', 'htaccess'],
    [' ... ', 'document'],
    ['', 'document'],
    ['Cafe\u0301.pdf', 'Café.pdf'],
  ])('%j is %j', (name, safe) => {
    expect(safeFileName(name)).toBe(safe)
  })

  it('keeps its ending where it is cut', () => {
    const name = safeFileName(`${'é'.repeat(400)}.docx`)
    expect([...name]).toHaveLength(150)
    expect(name).toMatch(/é\.docx$/)
  })
})
