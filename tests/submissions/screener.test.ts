import { expect, it } from 'vitest'
import type { ScreenedPart } from '../../server/submissions/screening/screen.ts'
import { knownPlaces, screen } from '../../server/submissions/screening/screen.ts'
import { screenApart } from '../../server/submissions/screener.ts'

const places = { countries: ['Denmark'], cities: [{ name: 'Aarhus', population: 285_000 }] }
const part = (name: string, text: string, language = 'en'): ScreenedPart => ({
  part: name,
  language,
  text,
})
const paragraph =
  'The programme of 2019 cost 1,200,000 kroner. Ask Karin Holm on +45 20 12 34 56 for the plan.\n\n'
const long = part('attachments.1.text', paragraph.repeat(6_000))

it('finds beside the server’s thread what is found in it, in the order of the parts', async () => {
  const parts = [
    part('attachments.2.fileName', 'letter_to_karin_holm.docx'),
    part('title', 'Mentors'),
    part('partners.0', 'Anna Freud Foundation'),
    part('sections.approach', 'Write to karin.holm@example.com. Anna Freud Foundation helps.'),
    part('sections.results', 'Говорили с Иваном Петровым.', 'ru'),
  ]
  const expected = screen(parts, knownPlaces(places.countries, places.cities))
  expect(expected.length).toBeGreaterThan(2)
  expect(await screenApart(parts, places)).toEqual(expected)
  const [first, ...others] = parts
  const between = await screenApart([...others, long, ...(first ? [first] : [])], places)
  expect(new Set(between.map((one) => one.part)).size).toBe(4)
  expect([...new Set(between.map((one) => one.part))].slice(-2)).toEqual([long.part, first?.part])
})

it('finds in a long text each passage where it stands, while the server and others go on', async () => {
  await screenApart([part('title', 'Ready')], places)
  let turns = 0
  const turning = setInterval(() => (turns += 1), 5)
  const finished: string[] = []
  const found = screenApart([long], places).finally(() => finished.push('long'))
  await screenApart([part('title', 'Karin Holm')], places)
  finished.push('short')
  const passages = await found
  clearInterval(turning)
  expect(finished).toEqual(['short', 'long'])
  expect(turns).toBeGreaterThan(10)
  expect(passages.filter(({ reason }) => reason === 'phone')).toHaveLength(6_000)
  expect(passages.filter(({ reason }) => reason === 'person')).toHaveLength(6_000)
  for (const { start, end, text } of passages) expect(long.text.slice(start, end)).toBe(text)
})
