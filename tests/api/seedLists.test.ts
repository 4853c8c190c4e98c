import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCities, readSynonyms, readVocabulary } from '../../seeds/lists.ts'
import { ownFolder } from '../../seeds/read.ts'

const own = (name: string) => readFileSync(join(ownFolder, name), 'utf8')
const told = (faults: { line: number; field: string; message: string }[]) =>
  faults.map(({ line, field, message }) => `${line} ${field} ${message}`)
const synonyms = (value: object) =>
  told(readSynonyms(JSON.stringify(value, null, 1), 'synonyms.json').faults)
const cities = (...list: object[]) =>
  readCities(JSON.stringify(list), 'cities.json').faults.map(({ field }) => field)

describe('the lists beside the entries', () => {
  it('refuses a term twice, and JSON that is none', () => {
    const text = own('vocabulary.json').replace('"national-local"', '"coordination"')
    expect(told(readVocabulary(text, 'vocabulary.json').faults)).toEqual([
      expect.stringMatching(/^4 themes\[1\]\.id .*'coordination' stands twice/),
    ])
    expect(told(readVocabulary('{\n"themes": [,]\n}', 'v.json').faults)).toEqual([
      expect.stringMatching(/^2 JSON .*not valid JSON/),
    ])
  })

  it('refuses a phrase in two groups, and one-way synonyms in a circle', () => {
    const empty = { groups: [], oneWay: [], spelling: [] }
    expect(
      synonyms({ ...empty, groups: [{ terms: ['FTF', 'fighter'] }, { terms: ['FTFs', 'x'] }] }),
    ).toEqual([expect.stringMatching(/groups\[1\]\.terms\[0\] 'FTFs' stands in two groups/)])
    expect(
      synonyms({
        ...empty,
        oneWay: [
          { from: 'a', to: ['b'] },
          { from: 'b', to: ['c', 'd'] },
          { from: 'c', to: ['a'] },
        ],
      }),
    ).toHaveLength(3)
    expect(synonyms({ ...empty, groups: [{ terms: ['alone'] }] })).toHaveLength(1)
  })

  it('refuses a city under a wrong slug, half a place, or twice', () => {
    const [first, second] = JSON.parse(own('cities.json')) as Record<string, unknown>[]
    expect(cities({ ...first, slug: 'al-tirana' })).toEqual(['[0].slug'])
    expect(cities({ ...first, latitude: null })).toEqual(['[0].latitude'])
    expect(cities({ ...first }, { ...second }, { ...first })).toEqual(['[2].slug'])
    expect(cities({ ...first, population: 0 })).toEqual(['[0].population'])
  })
})
