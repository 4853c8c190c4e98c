import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personAt, teamOf, type TestPerson } from '../people.ts'
import { startedSite, type Site } from '../site.ts'

/** What tests/security/whoMay.test.ts, which calls every route as everyone, does not look at. */

const some = '0190a6c5-0000-7000-8000-000000000000'
const here = '/api/v1/cities/dk-aarhus'

let site: Site
let otherCity: TestPerson
let asker: TestPerson
let editor: TestPerson
beforeAll(async () => {
  site = await startedSite()
  otherCity = await personAt(site)
  asker = await personAt(site)
  editor = await personAt(site)
  await teamOf(site, 'dk-aarhus', [
    { person: await personAt(site) },
    { person: editor, role: 'editor' },
  ])
  await teamOf(site, 'dk-copenhagen', [{ person: otherCity }])
  await teamOf(site, 'ly-tripoli', [{ person: asker }], 'asked')
})
afterAll(() => site?.stop())

describe('what a city has', () => {
  it('is not told apart from what does not exist', async () => {
    const hidden = async (path: string) => {
      const response = await otherCity.ask('GET', path)
      return (await response.text()).replace(/"instance":"[^"]*"/, '')
    }
    for (const part of ['team', 'questions', 'requests']) {
      expect(await hidden(`${here}/${part}`)).toBe(
        await hidden(`/api/v1/cities/dk-nowhere/${part}`),
      )
    }
  })

  it('is open to those who asked for the city, before it is verified, and not to others', async () => {
    const team = '/api/v1/cities/ly-tripoli/team'
    expect((await asker.ask('GET', team)).status).toBe(200)
    expect((await otherCity.ask('GET', team)).status).toBe(404)
  })

  it('gives no address of its team away in a refusal', async () => {
    const refusals = [
      await otherCity.ask('GET', `${here}/team`),
      await otherCity.ask('DELETE', `${here}/members/${some}`),
      await editor.ask('PATCH', `${here}/members/${some}`, { role: 'editor' }),
    ]
    for (const refusal of refusals) {
      expect(refusal.status).toBeGreaterThanOrEqual(400)
      expect(await refusal.text()).not.toMatch(/person\d+@/i)
    }
  })
})
