import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { KeptTerm, KeptTerms } from '@homeward/schema/vocabularyAdmin.ts'
import { personAt, type TestPerson } from '../people.ts'
import { answered } from '../submissions/place.ts'
import { expectAccessible, expectNoSidewaysScroll } from './browser.ts'
import { startedCityPlace, type CityPlace } from './cityPlace.ts'
import { faults } from './comingIn.ts'

let place: CityPlace
let moderator: TestPerson
let colleague: TestPerson
beforeAll(async () => {
  place = await startedCityPlace()
  moderator = await personAt(place.site, { name: 'Ada', role: 'moderator' })
  colleague = await personAt(place.site, { name: 'Ines', role: 'moderator' })
})
afterAll(() => place?.stop())

async function kept(id: string): Promise<KeptTerm> {
  const { terms } = await answered<KeptTerms>(moderator.ask('GET', '/api/v1/admin/vocabulary'))
  const term = terms.find((one) => one.kind === 'theme' && one.id === id)
  if (!term) throw new Error(`There is no theme ${id}`)
  return term
}

describe('the vocabulary', () => {
  it('takes a term whose name is its own, and says beside the field why not', async () => {
    const { page, complaints, close } = await place.opened(moderator, '/moderation/vocabulary')
    await expectAccessible(page)
    await page.getByRole('main').getByRole('link', { name: 'Themes' }).click()
    await page.getByText('Add a term').click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Family support')
    await page.getByLabel('Meaning').fill('Sport clubs that open their doors.')
    await page.getByRole('button', { name: 'Add the term' }).click()
    await page.getByText("is the label of 'family' already").waitFor()
    expect(await page.getByRole('textbox', { name: 'Name' }).getAttribute('aria-invalid')).toBe(
      'true',
    )
    await expectAccessible(page)
    await page.getByRole('textbox', { name: 'Name' }).fill('Sport and play')
    expect(await page.getByLabel('In addresses').inputValue()).toBe('sport-and-play')
    await page.getByRole('button', { name: 'Add the term' }).click()
    await page.getByText('“Sport and play” is there now.').waitFor()
    await page.getByRole('link', { name: 'Sport and play' }).waitFor()
    expect((await kept('sport-and-play')).labels).toEqual({ en: 'Sport and play' })
    expect(faults(complaints, 400)).toEqual([])
    await close()
  })

  it('shows what somebody else changed meanwhile, and overwrites nothing unseen', async () => {
    const { page, close } = await place.opened(
      moderator,
      '/moderation/vocabulary/theme/housing-basic-services',
    )
    const before = await kept('housing-basic-services')
    await answered(
      colleague.ask(
        'PATCH',
        '/api/v1/admin/vocabulary/theme/housing-basic-services',
        {
          labels: { ...before.labels, en: 'A home' },
          about: { ...before.about, en: 'Where people live.' },
        },
        { 'if-match': `"${before.version}"` },
      ),
    )
    await page.getByRole('textbox', { name: 'Name' }).fill('A place to live')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Somebody else has changed this since you opened it').waitFor()
    await page.getByText('It now reads:').getByText('A home').waitFor()
    // What only they changed is theirs.
    expect(await page.getByRole('textbox', { name: 'Meaning' }).inputValue()).toBe(
      'Where people live.',
    )
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('A place to live')
    expect((await kept('housing-basic-services')).labels['en']).toBe('A home')
    await expectAccessible(page)
    await page.getByLabel('Another language').selectOption('fr')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page
      .getByRole('group', { name: 'French' })
      .getByRole('textbox', { name: 'Name' })
      .fill('Logement')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved. Entries and searches').waitFor()
    expect(await kept('housing-basic-services')).toMatchObject({
      labels: { en: 'A place to live', fr: 'Logement' },
      about: { en: 'Where people live.' },
    })
    await page.goto(`${place.site.url}/themes/housing-basic-services`)
    await page.getByRole('heading', { name: 'A place to live', level: 1 }).waitFor()
    await close()
  })

  it('retires a term and brings it back; merges one into another, and old addresses lead there', async () => {
    const { page, close } = await place.opened(moderator, '/moderation/vocabulary/theme/education')
    await page.getByText('Offer it no more').click()
    await page.getByRole('button', { name: 'Retire the term' }).click()
    await page.getByText('It is no longer offered.').waitFor()
    expect((await kept('education')).retired).toBe(true)
    await page.getByText('Offer it again').click()
    await page.getByRole('button', { name: 'Bring the term back' }).click()
    await page.getByText('It is offered again.').waitFor()

    const { entries } = await kept('education')
    await page.getByText('Merge it into another').click()
    await page.getByLabel('The term that stays').selectOption({ label: 'Children and youth' })
    await page.getByText(`${entries} published entries then carry “Children and youth”`).waitFor()
    await page.getByRole('button', { name: 'Merge for good' }).click()
    await page.getByText('“Education and schooling” was merged into this one.').waitFor()
    expect(new URL(page.url()).pathname).toBe('/moderation/vocabulary/theme/children-youth')
    await expectAccessible(page)
    await page.goto(`${place.site.url}/themes/education`)
    expect(new URL(page.url()).pathname).toBe('/themes/children-youth')
    await close()
  })

  it('keeps the steps of a scale, and lets only their words be changed', async () => {
    const { page, close } = await place.opened(moderator, '/moderation/vocabulary/evidence')
    await page.getByText('This is a scale that every page draws.').waitFor()
    expect(await page.getByText('Add a term').count()).toBe(0)
    await page.getByRole('link', { name: 'Evaluated' }).click()
    await page.getByRole('heading', { name: 'Evaluated', level: 1 }).waitFor()
    expect(await page.getByText('Offer it no more').count()).toBe(0)
    await close()
  })
})

describe('synonyms', () => {
  it('are found within seconds; a word in two groups and a circle are refused beside the word', async () => {
    const { page, complaints, close } = await place.opened(moderator, '/moderation/synonyms')
    await page.getByText('Add words').click()
    await page.getByLabel('The words, 1').fill('hoosegow')
    await page.getByLabel('The words, 2').fill('FTF')
    await page.getByRole('button', { name: 'Add these words' }).click()
    await page.getByText("'FTF' stands in two groups").waitFor()
    const wrong = page.getByLabel('The words, 2')
    expect(await wrong.getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel('The words, 1').getAttribute('aria-invalid')).toBe(null)
    await expectAccessible(page)
    await wrong.fill('sewing')
    await page.getByRole('button', { name: 'Add these words' }).click()
    await page.getByText('Added. Searches follow').waitFor()
    await page.getByRole('link', { name: 'Search for “hoosegow”' }).click()
    await page.waitForURL('**/search?q=hoosegow')
    await expect
      .poll(
        async () => {
          await page.reload()
          return page.locator('article').count()
        },
        { timeout: 10_000 },
      )
      .toBeGreaterThan(2)

    await page.goto(`${place.site.url}/moderation/synonyms`)
    const oneWay = async (source: string, target: string) => {
      await page.getByText('Add words').click()
      await page.getByLabel('A word that also finds others').check()
      await page.getByLabel('Who searches for this, 1').fill(source)
      await page.getByLabel('These are found as well, 1').fill(target)
      await page.getByRole('button', { name: 'Add these words' }).click()
    }
    await oneWay('alpha', 'beta')
    await page.getByText('Added. Searches follow').waitFor()
    await page.getByRole('link', { name: 'Search for “alpha”' }).waitFor()
    await oneWay('beta', 'alpha')
    await page.getByText("'beta' leads back to itself").waitFor()
    expect(await page.getByLabel('Who searches for this, 1').getAttribute('aria-invalid')).toBe(
      'true',
    )
    expect(faults(complaints, 400)).toEqual([])
    await close()
  })

  it('are changed and taken out; what somebody else changed meanwhile is shown first', async () => {
    const { page, close } = await place.opened(moderator, '/moderation/synonyms?q=hoosegow')
    await page.getByText('One set of words').waitFor()
    await page.getByRole('button', { name: 'Change: hoosegow' }).click()
    const { synonyms } = await answered<{
      synonyms: { id: string; targets: string[]; version: number }[]
    }>(colleague.ask('GET', '/api/v1/admin/synonyms'))
    const ours = synonyms.find(({ targets }) => targets.includes('hoosegow'))
    await answered(
      colleague.ask(
        'PUT',
        `/api/v1/admin/synonyms/${ours?.id}`,
        { direction: 'both', sources: [], targets: ['hoosegow', 'sewing', 'needlework'] },
        { 'if-match': `"${ours?.version}"` },
      ),
    )
    await page.getByRole('button', { name: 'One more' }).click()
    await page.getByLabel('The words, 3').fill('tailoring')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Somebody else changed this. It now reads:').waitFor()
    await page.getByText('needlework').waitFor()
    await page.getByRole('button', { name: 'Take this instead' }).click()
    expect(await page.getByLabel('The words, 3').inputValue()).toBe('needlework')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved. Searches follow').waitFor()

    await page.getByLabel('Take out: hoosegow').click()
    await page.getByRole('button', { name: 'Take these words out' }).click()
    await page.getByText('Taken out. Searches follow').waitFor()
    await page.getByText('Nothing has this word.').waitFor()
    await close()
  })
})

describe('pages of words', () => {
  it('are open to moderators alone, and read well on a small screen, right to left', async () => {
    const stranger = await personAt(place.site)
    const visit = await place.opened(stranger, '/moderation/synonyms')
    await visit.page.getByText('This is not open to you').waitFor()
    await visit.close()
    for (const path of ['vocabulary', 'vocabulary/theme', 'vocabulary/theme/family', 'synonyms']) {
      const { page, complaints, close } = await place.opened(
        moderator,
        `/ar-XB/moderation/${path}`,
        { viewport: { width: 320, height: 800 } },
      )
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
      expect(complaints).toEqual([])
      await close()
    }
  })
})
