import { array, assert, constantFrom, nat, oneof, property, string, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEntryFile } from '../../seeds/parse.ts'
import { readContent } from '../../seeds/read.ts'
import { event, inEvents, inPractices, practice } from './contentEntries.ts'
import { cases } from './contentFaults.ts'

function faultsOf(text: string, file = inPractices) {
  const parsed = parseEntryFile(text, file)
  return parsed.ok ? [] : parsed.faults
}

/** The faults after a change. */
function after(from: string, to: string, text = practice, file = inPractices) {
  expect(text).toContain(from)
  return faultsOf(text.replace(from, to), file)
}

const ofEvent = (from: string, to: string) =>
  after(from, to, event, inEvents).map(({ field, line }) => `${line} ${field}`)

/** The line on which a text first stands. */
function lineOf(text: string, part: string): number {
  const at = text.indexOf(part)
  expect(at).toBeGreaterThan(-1)
  return text.slice(0, at).split('\n').length
}

describe('an entry that is right', () => {
  it('comes typed, with its sections', () => {
    const parsed = parseEntryFile(practice, inPractices)
    expect(parsed).toMatchObject({
      ok: true,
      entry: {
        frontMatter: { id: 'dk-a-practice', startYear: 2010, checked: '2026-11-22' },
        sections: { context: 'Some context.', approach: '- One\n- Two', adapting: 'Begin small.' },
      },
    })
  })

  it('may come with Windows line ends, and be an event of a city', () => {
    expect(faultsOf(practice.replaceAll('\n', '\r\n'))).toEqual([])
    expect(faultsOf(event, inEvents)).toEqual([])
  })
})

describe('a fault', () => {
  it.each(cases)('%s: is named with its line and field', (_, from, to, field, at, message) => {
    const changed = practice.replace(from, () => to)
    expect(changed).not.toBe(practice)
    const line = at === null ? changed.split('\n').length : lineOf(changed, at)
    const faults = faultsOf(changed)
    expect(faults).toContainEqual({
      file: inPractices,
      line,
      field,
      message: expect.stringMatching(message),
    })
  })

  it('says what to do about headings that are wrong or out of order', () => {
    expect(after('## Lessons', '## Lesson')).toEqual([
      expect.objectContaining({
        field: 'Lesson',
        message: expect.stringMatching(/mean '## Lessons'/),
      }),
      expect.objectContaining({ field: 'Lessons', message: expect.stringMatching(/is missing/) }),
    ])
    const swapped = practice.replace('## Results', '## X').replace('## Lessons', '## Results')
    expect(faultsOf(swapped.replace('## X', '## Lessons'))).toEqual([
      expect.objectContaining({ field: 'Results', message: expect.stringMatching(/out of order/) }),
    ])
  })

  it('is told of an event: dates, years, places', () => {
    const dateLine = lineOf(event, 'date:')
    expect(ofEvent('2022-12-06', '2022-12-04')).toEqual([`${dateLine} date`])
    expect(ofEvent('2022-12-06', '2022-12-36')).toEqual([`${dateLine} date`])
    expect(ofEvent('2022-12-05/2022-12-06', 'December')).toEqual([`${dateLine} date`])
    expect(ofEvent('year: 2022', 'year: 2021')).toEqual([`${dateLine - 1} year`])
    expect(ofEvent('country: DK', 'city: Aarhus')).toEqual(['1 country'])
    expect(ofEvent('year: 2022', 'evidence: described')).toEqual([
      '1 year',
      `${dateLine - 1} evidence`,
    ])
  })

  it('does not hide another: all come at once, in the order of their lines', () => {
    const broken = practice
      .replace('A practice', 'A'.repeat(200))
      .replace('country: DK', 'country: ZZ')
      .replace('mixed', 'wrong')
      .replace('better', 'wronger')
      .replace('https://example.org/report', 'nowhere')
      .replace('Start early.', '<b>Start</b>')
      .replace('checked: 2026-11-22\n', '')
      .replace('partners: []', 'partners: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]')
    const fields = faultsOf(broken).map(({ field }) => field)
    expect(fields.slice(0, 3)).toEqual(['checked', 'id', 'title'])
    expect(fields).toEqual(
      expect.arrayContaining([
        'country',
        'partners[9]',
        'outcomes[0].finding',
        'outcomes[1].finding',
      ]),
    )
    expect(fields.slice(-3)).toEqual(['sources[0].url', 'Lessons', 'Lessons'])
  })
})

describe('any text', () => {
  const pieces = practice.split(/(?<=[\s:[\]-])/)
  const damaged = array(
    oneof(
      constantFrom(...pieces),
      string({ unit: 'binary', maxLength: 8 }),
      constantFrom(
        '---\n',
        '&a ',
        '*a',
        '!!x ',
        '{',
        '[',
        '"',
        '|\n',
        '<a>',
        '## ',
        '\t',
        '__proto__: 1\n',
      ),
    ),
    { maxLength: 60 },
  ).map((parts) => parts.join(''))

  it('is answered: an entry, or at least one fault with a line of the file', () => {
    const text = oneof(
      string({ unit: 'binary', maxLength: 300 }),
      damaged,
      damaged.map((middle) => `---\n${middle}\n---\n## Context\n`),
      tuple(damaged, nat(practice.length)).map(
        ([middle, at]) => practice.slice(0, at) + middle + practice.slice(at),
      ),
    )
    assert(
      property(text, constantFrom(inPractices, inEvents, 'x.md', ''), (text, file) => {
        const parsed = parseEntryFile(text, file)
        if (parsed.ok) return
        expect(parsed.faults.length).toBeGreaterThan(0)
        const lines = text.split('\n').length
        for (const { line, field, message } of parsed.faults) {
          expect(line).toBeGreaterThanOrEqual(1)
          expect(line).toBeLessThanOrEqual(lines)
          expect(field).not.toBe('')
          expect(message).not.toBe('')
        }
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['nested ten thousand deep', `---\na: ${'['.repeat(10_000)}\n---\n`],
    ['with references to references', `---\na: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n`],
    ['as long as a book', `---\n${'a'.repeat(500_000)}`],
    [
      'with names that objects have of their own',
      practice.replace('title', '__proto__: {constructor: x}\ntoString'),
    ],
    ['with nothing in it', ''],
  ])('%s is refused, not choked on', (_, text) => {
    expect(faultsOf(text).length).toBeGreaterThan(0)
  })
})

describe('the content that comes with the program', () => {
  it('has no fault', async () => {
    const read = await readContent()
    expect(read.ok ? [] : read.faults).toEqual([])
    expect(read.ok && read.content.entries.length).toBe(216)
  })
})
