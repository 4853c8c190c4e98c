import { expect, it } from 'vitest'
import { csvOf } from '../../server/platform/csv.ts'

it('writes a table as RFC 4180 has it', () => {
  expect(
    csvOf([
      ['a', 'b'],
      ['with, comma', 'with "quotes"'],
      ['two\nlines', null],
      [1.5, -2],
    ]),
  ).toBe('a,b\r\n"with, comma","with ""quotes"""\r\n"two\nlines",\r\n1.5,-2\r\n')
})

it.each(['=1+1', '+1', '-1', '@x', '\tx', '\r=x', '=a,"b"'])(
  'lets no program work out %j',
  (text) => {
    const [cell = ''] = csvOf([[text]]).split('\r\n')
    expect(cell.replace(/^"/, '')).toMatch(/^'/)
  },
)
