import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SearchAnswer } from '@homeward/schema/search.ts'
import { engines, isPresent, startedSite, type Site } from '../site.ts'

/** What a practitioner types, and how the slug of one of the first three must begin. */
const typed: [why: string, query: string, slug: string][] = [
  ['a title beats a mention in the body', 'rehabilitation manual', 'ran-rehabilitation-manual'],
  ['a city beats a mention in the body', 'Aarhus', 'dk-aarhus-info-house-exit-mentoring'],
  ['a known programme by half its name', 'safe corridor', 'ng-gombe-operation-safe-corridor'],
  ['a missing accent', 'durres', 'al-durres-reception-centre'],
  ['an accent too many', 'Gombé', 'ng-gombe-operation-safe-corridor'],
  ['a letter left out', 'fryshuset exti', 'se-stockholm-exit-fryshuset'],
  ['two letters wrong', 'maidugurri borno modle', 'ng-maiduguri-borno-model'],
  ['a word half typed', 'stateless chil', 'ens-childhood-statelessness'],
  ['the beginning of a city', 'vilvo', 'be-vilvoorde-warmth-and-safety'],
  ['singular for plural', 'anchor team finland', 'fi-anchor-teams'],
  ['plural for singular', 'halfway houses', 'ph-sarangani-halfway-house'],
  ['American spelling', 'demobilization center rwanda', 'rw-mutobo-demobilisation-centre'],
  ['another American spelling', 'family counseling hamburg', 'de-hamburg-legato'],
  ["a country's name", 'Denmark', 'dk-'],
  ["a country's people", 'Kenyan', 'ke-'],
  ["a people's name unlike the country's", 'Dutch', 'nl-'],
  ['Kosovo', 'Kosovo', 'xk-'],
  ['a country in another language', 'Deutschland Bochum', 'de-bochum-prokids-returnee-children'],
  ['FTF', 'FTF families', 'ran-families-of-foreign-fighters'],
  ['DDR', 'DDR Paoua', 'cf-paoua-community-violence-reduction'],
  ['MHPSS', 'MHPSS children armed groups', 'mhpss-children-armed-groups'],
  ['R&R', 'R&R summit', 'summit-2023-returnees-workshop'],
  ['VEO', 'VEO rehabilitation memorandum', 'gctf-rome-memorandum'],
  ['P/CVE', 'P/CVE county forum Mombasa', 'ke-mombasa-county-engagement-forum'],
]

describe.each(engines)('finding on %s', (engine) => {
  let site: Site
  const ask = async (query: string): Promise<SearchAnswer> => {
    const response = await fetch(`${site.url}/api/v1/search?${query}`)
    expect(response.status).toBe(200)
    return (await response.json()) as SearchAnswer
  }

  beforeAll(async () => {
    if (isPresent(engine)) site = await startedSite({ engine })
  })
  afterAll(() => site?.stop())

  it.runIf(isPresent(engine)).each(typed)('%s: %s', async (_why, query, slug) => {
    const { hits } = await ask(`q=${encodeURIComponent(query)}`)
    expect(hits.slice(0, 3).map((hit) => hit.slug)).toContainEqual(
      expect.stringMatching(`^${slug}`),
    )
  })

  it.runIf(isPresent(engine))(
    'marks what it found in the title, or quotes where it stands',
    async () => {
      const { hits } = await ask('q=mentoring')
      const [first] = hits
      const shown = [
        ...(first?.highlights.title ?? []),
        ...(first?.highlights.summary ?? []),
        ...(first?.highlights.passage ?? []),
      ]
      expect(shown.filter(({ match }) => match).map(({ text }) => text.toLowerCase())).toEqual(
        expect.arrayContaining([expect.stringMatching(/^mentor/)]),
      )
      expect(first?.highlights.title.map(({ text }) => text).join('')).toBe(first?.title)
    },
  )

  it.runIf(isPresent(engine))('never leaves a search without a way on', async () => {
    const { total, wayOn } = await ask('q=mentoring&country=SB&theme=gender')
    expect(total).toBe(0)
    expect(wayOn?.without.map(({ filter }) => filter)).toContain('country')
    const dropped = await ask('q=mentoring&theme=gender')
    expect(wayOn?.without.find(({ filter }) => filter === 'country')?.total).toBe(dropped.total)
  })

  it.runIf(isPresent(engine))('offers near themes and places where no word is known', async () => {
    const { total, wayOn } = await ask('q=qqqqzzzz')
    expect(total).toBe(0)
    expect(wayOn?.aboutAPerson).toBe(false)
    expect(wayOn?.near.length).toBeGreaterThan(0)
  })

  // Of the last two, entries hold one of the names, as that of a publisher or of a centre.
  it
    .runIf(isPresent(engine))
    .each([
      'Ahmed Bakkali',
      'fatima bakkali',
      'Khadija Umm Yasin',
      'John Smith',
      'mohammed al-amin',
    ])(
    'offers neither a near spelling nor half a name for what looks like a person: %s',
    async (name) => {
      const { total, wayOn } = await ask(`q=${encodeURIComponent(name)}`)
      expect(total).toBe(0)
      expect(wayOn).toMatchObject({ aboutAPerson: true, spelling: null })
      expect(JSON.stringify(wayOn?.near)).not.toMatch(/"city"|"country"/)
    },
  )

  it.runIf(isPresent(engine))(
    'sorts by title, by newest and by change as every engine does',
    async () => {
      const titles = (await ask('sort=title&pageSize=100')).hits.map(({ title }) => title)
      const sorted = titles.toSorted((one, other) =>
        one.localeCompare(other, 'en', { sensitivity: 'base' }),
      )
      expect(titles.slice(0, 20)).toEqual(sorted.slice(0, 20))
      const changed = (await ask('sort=updated&pageSize=100')).hits.map(({ updatedAt, slug }) => [
        updatedAt,
        slug,
      ])
      expect(changed).toEqual(
        changed.toSorted(
          ([a = '', s = ''], [b = '', t = '']) => b.localeCompare(a) || (s < t ? -1 : 1),
        ),
      )
    },
  )

  it.runIf(isPresent(engine)).each([
    ['NUL bytes', '%00prison%00'],
    ['emoji', '👩‍👧‍👦 family 🏠'],
    ['right-to-left text', 'إعادة الإدماج'],
    ['direction marks', '\u202Eprison\u202C'],
    ['SQL', "'; drop table entries; --"],
    ['operators', 'prison & | ! <-> ( ) :* \\'],
    ['HTML', '<img src=x onerror=alert(1)>'],
    ['quotes', '"prison" \'aarhus\' “returnees”'],
    ['LIKE patterns', '100%_\\%'],
    ['a lone surrogate', '%ED%A0%80'],
    ['many words', 'word '.repeat(90)],
  ])('answers %s calmly', async (_what, text) => {
    const query = text.startsWith('%') && !text.includes(' ') ? text : encodeURIComponent(text)
    const answer = await ask(`q=${query}`)
    expect(answer.engine).toBe(engine)
    expect(answer.degraded).toBe(false)
  })
})
