import { beforeAll, expect, it } from 'vitest'
import { screen } from '../../server/submissions/screening/screen.ts'
import { places } from './places.ts'

/** Texts that make patterns search for ever, if they can: each four times as long takes about four times as long. */

const pieces = [
  'a',
  'A',
  '1',
  '1 ',
  'a.',
  'a@',
  'a@a.',
  '_',
  '1-',
  '12/',
  'Ab ',
  'Ab-',
  'A. ',
  'Ali ',
  'Ali and ',
  'Ali de ',
  'Ali, ',
  "'",
  'X. Y. ',
  'محمد ',
  'ابن ',
  'وال',
  'Иван ',
  'Иван, ',
  'Иван и ',
  '(at) ',
  'only family May 2019 ',
  '\n',
  '| ',
  'https://',
  'https://a ',
  'street 1 ',
  'file 12-34/A ',
  'May 3 ',
  '\u200d',
  '\u0301',
  'أ1A. ',
  '+1 ',
  'born 1 May 2001 ',
  'mayor of ',
  'mayor of Ali ',
  'ex-combatant ',
  'id 1.2-3 ',
  '@a_1 ',
  'telegram a_1 ',
]
const section = 30_000
const filled = (piece: string, length: number) =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length)

/** Of the processor: what else a machine does meanwhile does not count. */
function millisecondsFor(text: string): number {
  const before = process.threadCpuUsage()
  screen([{ part: 'sections.results', language: 'en', text }], places)
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

beforeAll(() => {
  // Lists are read at the first use, and code is compiled.
  for (const piece of pieces) millisecondsFor(filled(piece, 2000))
})

it.each(pieces)('a section full of %j', (piece) => {
  const long = () => millisecondsFor(filled(piece, section * 4))
  // What a busy machine may take: most take less at once, and are not compared.
  const once = long()
  if (once < 600) return
  const short = Math.min(...[1, 2, 3].map(() => millisecondsFor(filled(piece, section))))
  // Sixteen times would be quadratic.
  expect(Math.min(once, long(), long())).toBeLessThan(Math.max(short * 10, 600))
})

it('the name of a file as long as a section', () => {
  for (const piece of pieces) {
    const start = performance.now()
    screen(
      [{ part: 'attachments.1.fileName', language: 'en', text: filled(piece, section) }],
      places,
    )
    expect(performance.now() - start).toBeLessThan(1500)
  }
})

it('a section of a practice in some milliseconds', () => {
  const text = filled(
    'In 2019 the city opened a house where families stay for the first weeks. Amina Warsame runs the kitchen. ' +
      'Visits take place in pairs, and the office answers on 0800 000 000. ',
    section,
  )
  const fastest = Math.min(...[1, 2, 3, 4, 5].map(() => millisecondsFor(text)))
  expect(fastest).toBeLessThan(150)
})
