import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startedSite, type Site } from '../site.ts'
import {
  expectAccessible,
  expectNoSidewaysScroll,
  hydrated,
  launchedBrowser,
  visitor,
} from './browser.ts'

let site: Site
let browser: Browser
beforeAll(async () => {
  site = await startedSite({ pseudoLocale: true })
  browser = await launchedBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.stop()
})

const small = { viewport: { width: 360, height: 740 } }
const field = (page: Page) => page.getByRole('combobox', { name: 'Search practices' })
const heading = (page: Page) => page.getByRole('heading', { level: 1 })
const parametersOf = (page: Page) =>
  [...new URL(page.url()).searchParams].map((one) => one.join('='))

/** The console speaks of every answer that is an error, the expected ones too. */
const ofTheNetwork = /^Failed to load resource/

/** Opens a page, does something there, and sees that the console had nothing to complain of. */
async function at(
  path: string,
  act: (page: Page) => Promise<void>,
  options: BrowserContextOptions & { failing?: boolean } = {},
): Promise<void> {
  const { failing = false, ...context } = options
  const visit = await visitor(browser, context)
  try {
    await visit.page.goto(site.url + path)
    if (context.javaScriptEnabled !== false) await hydrated(visit.page)
    await act(visit.page)
    expect(
      visit.complaints.filter((complaint) => !(failing && ofTheNetwork.test(complaint))),
    ).toEqual([])
  } finally {
    await visit.close()
  }
}

/** What the API says of a search. */
async function total(query: string): Promise<number> {
  const answer = await fetch(`${site.url}/api/v1/search?${query}`)
  const { total: found } = (await answer.json()) as { total: number }
  return found
}

const resultsText = (found: number) => (found === 1 ? '1 result' : `${found} results`)

/** Waits until the heading names as many results as the API finds. */
async function expectResults(page: Page, query: string): Promise<void> {
  const text = resultsText(await total(query))
  await expect.poll(() => heading(page).innerText()).toBe(text)
}

describe('without a script', () => {
  test('words and filters are one form, chips and pages are links', () =>
    at(
      '/search',
      async (page) => {
        await field(page).fill('family')
        await page.getByRole('button', { name: 'Search' }).click()
        expect(parametersOf(page)).toContain('q=family')
        await expectResults(page, 'q=family')
        await page.getByRole('checkbox', { name: /^Family support/ }).check()
        await page.getByRole('textbox', { name: 'From' }).fill('2005')
        await page.getByRole('button', { name: 'Apply filters' }).click()
        await expectResults(page, 'q=family&theme=family&yearFrom=2005')
        expect(await field(page).inputValue()).toBe('family')
        const chips = page.getByRole('list', { name: 'Chosen filters' })
        await chips.getByRole('link', { name: /Family support/ }).click()
        await chips.getByRole('link', { name: /From 2005/ }).click()
        await expectResults(page, 'q=family')
        await page.getByRole('link', { name: 'Next' }).click()
        expect(parametersOf(page)).toEqual(['q=family', 'page=2'])
        expect(await page.getByRole('link', { name: 'Page 2' }).getAttribute('aria-current')).toBe(
          'page',
        )
        await page.getByRole('link', { name: 'Newest' }).click()
        expect(parametersOf(page)).toEqual(['q=family', 'sort=newest'])
      },
      { javaScriptEnabled: false },
    ))

  test('on a small screen a link leads to the filters after the results', () =>
    at(
      '/search?q=family',
      async (page) => {
        await page.getByRole('link', { name: 'Filters', exact: true }).click()
        const theme = page.getByRole('group', { name: 'Theme' })
        await expect
          .poll(() => theme.evaluate((one) => one.getBoundingClientRect().top))
          .toBeLessThan(300)
        await theme.getByRole('checkbox', { name: /^Family support/ }).check()
        await page.getByRole('button', { name: 'Apply filters' }).click()
        await expectResults(page, 'q=family&theme=family')
      },
      { ...small, javaScriptEnabled: false },
    ))
})

describe('typing', () => {
  test('results follow in the frame in which the answer arrives, focus and caret stay', async () => {
    const visit = await visitor(browser)
    await visit.page.addInitScript(() => {
      const seen: { asked: number; shown: string }[] = []
      Object.assign(globalThis, { seen })
      const read = Response.prototype.text
      Response.prototype.text = async function (this: Response) {
        const text = await read.call(this)
        if (this.url.includes('/search?')) {
          requestAnimationFrame(() => {
            const { total: asked } = JSON.parse(text) as { total: number }
            seen.push({ asked, shown: document.querySelector('h1')?.innerText ?? '' })
          })
        }
        return text
      }
    })
    const { page } = visit
    await page.goto(`${site.url}/search?q=iaq`)
    await hydrated(page)
    expect(await total('q=iaq')).not.toBe(await total('q=iraq'))
    await field(page).press('End')
    for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowLeft')
    await page.keyboard.type('r')
    await expectResults(page, 'q=iraq')
    expect(parametersOf(page)).toEqual(['q=iraq'])
    expect(
      await field(page).evaluate((input: HTMLInputElement) => [
        document.activeElement === input,
        input.value,
        input.selectionStart,
      ]),
    ).toEqual([true, 'iraq', 2])
    const seen = await page.evaluate(
      () => (globalThis as unknown as { seen: { asked: number; shown: string }[] }).seen,
    )
    expect(seen.length).toBeGreaterThan(0)
    for (const { asked, shown } of seen) expect(shown).toMatch(new RegExp(`^${asked} result`))
    expect(visit.complaints).toEqual([])
    await visit.close()
  })

  test('an older answer never replaces a newer one', () =>
    at('/search', async (page) => {
      const held = Promise.withResolvers<void>()
      await page.route(/\/api\/v1\/search\?q=prison/, async (route) => {
        await held.promise
        // The page may have given up on it.
        await route.continue().catch(() => {})
      })
      const first = page.waitForRequest(/\/api\/v1\/search\?q=prison/)
      await field(page).fill('prison')
      const older = await first
      await field(page).fill('aarhus')
      await expectResults(page, 'q=aarhus')
      held.resolve()
      await older.response().catch(() => null)
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      )
      await expectResults(page, 'q=aarhus')
      expect(await field(page).inputValue()).toBe('aarhus')
    }))

  test('is not lost when it comes before the script does', async () => {
    const visit = await visitor(browser)
    const { page } = visit
    const held = Promise.withResolvers<void>()
    await page.route(/\/assets\/.*\.js$/, async (route) => {
      await held.promise
      await route.continue()
    })
    await page.goto(`${site.url}/search?q=fam`, { waitUntil: 'commit' })
    await field(page).fill('aarhus')
    await page.getByRole('checkbox', { name: /^Family support/ }).check()
    held.resolve()
    await hydrated(page)
    await expectResults(page, 'q=aarhus&theme=family')
    expect(await field(page).inputValue()).toBe('aarhus')
    expect(parametersOf(page)).toEqual(['q=aarhus', 'theme=family'])
    expect(visit.complaints).toEqual([])
    await visit.close()
  })

  test('HTML is shown as text', () =>
    at('/search', async (page) => {
      const words = '<zzqqxx onzzqqxx="qqzzxx()">'
      await field(page).fill(words)
      await expect.poll(() => heading(page).innerText()).toContain(words)
      await page.reload()
      expect(await heading(page).innerText()).toContain(words)
      expect(await field(page).inputValue()).toBe(words)
      expect(await page.locator('zzqqxx').count()).toBe(0)
    }))

  test('the number of results is announced once it rests, never at the start', () =>
    at('/search?q=family', async (page) => {
      const region = page.locator('.found > [role=status]')
      expect(await region.innerText()).toBe('')
      await page.evaluate(() => {
        const said: string[] = []
        Object.assign(globalThis, { said })
        const watched = document.querySelector('.found > [role=status]')
        if (!watched) return
        new MutationObserver(() => said.push(watched.textContent)).observe(watched, {
          childList: true,
          characterData: true,
          subtree: true,
        })
      })
      let answers = 0
      page.on('response', (response) => {
        if (response.url().includes('/api/v1/search?')) answers++
      })
      await field(page).fill('')
      await field(page).pressSequentially('aarhus')
      await expect
        .poll(() => region.innerText())
        .toBe(`${resultsText(await total('q=aarhus'))} for “aarhus”`)
      const said = await page.evaluate(() => (globalThis as unknown as { said: string[] }).said)
      expect(said.length).toBeLessThanOrEqual(answers)
    }))
})

describe('suggestions', () => {
  test('a place becomes a filter, by the keyboard alone', () =>
    at('/search', async (page) => {
      await field(page).focus()
      await page.keyboard.type('denm')
      const option = page.getByRole('option', { name: /Denmark/ })
      await option.waitFor()
      await page.keyboard.press('ArrowDown')
      expect(await option.getAttribute('aria-selected')).toBe('true')
      expect(await field(page).getAttribute('aria-activedescendant')).toBe(
        await option.getAttribute('id'),
      )
      await page.keyboard.press('Enter')
      await expectResults(page, 'country=DK')
      expect(parametersOf(page)).toEqual(['country=DK'])
      expect(await field(page).inputValue()).toBe('')
    }))

  test('never take Enter from the words, and Escape puts them away', () =>
    at('/search', async (page) => {
      await field(page).pressSequentially('denm')
      const list = page.getByRole('listbox')
      await list.waitFor()
      await page.keyboard.press('Enter')
      await list.waitFor({ state: 'hidden' })
      expect(parametersOf(page)).toEqual(['q=denm'])
      await page.keyboard.type('a')
      await list.waitFor()
      await page.keyboard.press('Escape')
      await list.waitFor({ state: 'hidden' })
      expect(await field(page).inputValue()).toBe('denma')
    }))
})

describe('filters', () => {
  test('find as many as they say, apply at once, and show as chips that come off', () =>
    at('/search?q=family', async (page) => {
      const box = page.getByRole('group', { name: 'Theme' }).getByRole('checkbox').nth(1)
      const value = await box.getAttribute('value')
      const said = await box.evaluate((one) => one.parentElement?.querySelector('.n')?.textContent)
      await box.focus()
      await page.keyboard.press('Space')
      await expect.poll(() => heading(page).innerText()).toBe(`${said} results`)
      expect(parametersOf(page)).toEqual(['q=family', `theme=${value}`])
      expect(await box.evaluate((one) => one === document.activeElement)).toBe(true)
      const chip = page.getByRole('list', { name: 'Chosen filters' }).locator('.chip')
      await chip.click()
      await expectResults(page, 'q=family')
      expect(await box.isChecked()).toBe(false)
      // Nothing is left to take off: the focus goes to the field.
      await expect
        .poll(() => field(page).evaluate((one) => one === document.activeElement))
        .toBe(true)
    }))

  test('show what is chosen though it finds nothing, and the rest of a long list by looking for it', () =>
    at('/search?q=aarhus&country=XK', async (page) => {
      const countries = page.getByRole('group', { name: 'Country' })
      expect(await countries.getByRole('checkbox', { name: 'Kosovo 0' }).isChecked()).toBe(true)
      await page.getByRole('link', { name: 'Clear all' }).click()
      await field(page).fill('')
      await expectResults(page, '')
      await countries.getByText(/^All \d+ countries/).click()
      await countries.getByRole('searchbox', { name: 'Find' }).fill('zzq')
      await countries.getByText('Not in this list').waitFor()
      await countries.getByRole('searchbox', { name: 'Find' }).fill('ukra')
      await countries.getByRole('checkbox', { name: /^Ukraine/ }).check()
      await expectResults(page, 'country=UA')
    }))

  test('years apply when they are whole', () =>
    at('/search', async (page) => {
      const from = page.getByRole('textbox', { name: 'From' })
      await from.fill('20')
      await from.press('Tab')
      expect(parametersOf(page)).toEqual([])
      await from.fill('2020')
      await from.press('Tab')
      await expectResults(page, 'yearFrom=2020')
      await page.getByRole('link', { name: /From 2020/ }).click()
      await expectResults(page, '')
      expect(await from.inputValue()).toBe('')
    }))

  test('on a small screen are a sheet; the first result shows without it', () =>
    at(
      '/search?q=family',
      async (page) => {
        const first = await page.locator('.hits h2').first().boundingBox()
        expect(first && first.y + first.height).toBeLessThan(740)
        const button = page.getByRole('button', { name: 'Filters' })
        const sheet = page.getByRole('dialog', { name: 'Filters' })
        await button.click()
        await sheet.waitFor()
        await sheet.getByRole('checkbox', { name: /^Family support/ }).check()
        const found = await total('q=family&theme=family')
        await sheet.getByRole('button', { name: `Show ${found} results` }).waitFor()
        await expectAccessible(page)
        await page.keyboard.press('Escape')
        await sheet.waitFor({ state: 'hidden' })
        const again = page.getByRole('button', { name: 'Filters (1)' })
        expect(await again.evaluate((one) => one === document.activeElement)).toBe(true)
        await again.click()
        await sheet.getByRole('button', { name: /^Show/ }).click()
        await sheet.waitFor({ state: 'hidden' })
        await expectResults(page, 'q=family&theme=family')
      },
      small,
    ))
})

describe('the address', () => {
  test('back and forward put the search back, its words into the field', () =>
    at('/search?q=family', async (page) => {
      await page.getByRole('checkbox', { name: /^Families and relatives/ }).check()
      await expectResults(page, 'q=family&targetGroup=families')
      await field(page).fill('prison')
      await expectResults(page, 'q=prison&targetGroup=families')
      await page.goBack()
      await expectResults(page, 'q=family')
      expect(await field(page).inputValue()).toBe('family')
      await page.goForward()
      await expectResults(page, 'q=prison&targetGroup=families')
      expect(await field(page).inputValue()).toBe('prison')
    }))

  test('another page begins at its top, and a new search at the first page', () =>
    at('/search?q=family', async (page) => {
      await page.getByRole('link', { name: 'Next' }).click()
      await expect
        .poll(() => page.getByRole('link', { name: 'Page 2' }).getAttribute('aria-current'))
        .toBe('page')
      expect(await heading(page).evaluate((one) => one === document.activeElement)).toBe(true)
      await expect.poll(() => page.evaluate(() => scrollY)).toBe(0)
      await field(page).fill('famil')
      await expect.poll(() => parametersOf(page)).toEqual(['q=famil'])
    }))

  test('that goes past the last page leads back to it', () =>
    at('/search?page=99', async (page) => {
      await page.getByRole('link', { name: /the last one/ }).click()
      await page.locator('.hits h2').first().waitFor()
    }))

  test('that names an unknown theme says so, and leads on without it', () =>
    at(
      '/search?theme=nonsense&country=DK&country=ZZ&q=aarhus',
      async (page) => {
        await page.getByText('Theme “nonsense” is not known here.').waitFor()
        await page.getByText('Country “ZZ” is not known here.').waitFor()
        await page.getByRole('list', { name: 'Chosen filters' }).getByText('ZZ').waitFor()
        await expectAccessible(page)
        expect(await field(page).inputValue()).toBe('aarhus')
        await page.getByRole('link', { name: 'Search without them' }).click()
        await expectResults(page, 'country=DK&q=aarhus')
        expect(parametersOf(page)).toEqual(['q=aarhus', 'country=DK'])
      },
      { failing: true },
    ))
})

test('printed, a list says what was looked for and has nothing to click', () =>
  at('/search?q=mentor&country=DK', async (page) => {
    await page.emulateMedia({ media: 'print' })
    expect(await field(page).inputValue()).toBe('mentor')
    expect(await field(page).isVisible()).toBe(true)
    const chosen = page.getByRole('list', { name: 'Chosen filters' })
    expect(await chosen.getByText('Denmark').isVisible()).toBe(true)
    for (const name of ['Search', 'Filters'])
      expect(await page.getByRole('button', { name }).count()).toBe(0)
    expect(await page.getByRole('link', { name: 'Clear all' }).count()).toBe(0)
  }))

describe('when nothing is found', () => {
  test('it says which filter to drop and how many that finds', () =>
    at('/search?q=aarhus&country=XK', async (page) => {
      const found = await total('q=aarhus')
      await expectAccessible(page)
      await page.getByRole('link', { name: `Without “Kosovo”: ${found} result` }).click()
      await expectResults(page, 'q=aarhus')
    }))

  test('it offers another spelling, and themes', () =>
    at('/search?q=mentring&country=DK&theme=gender', async (page) => {
      await page.getByRole('link', { name: 'mentoring', exact: true }).click()
      expect(await field(page).inputValue()).toBe('mentoring')
      await page.getByRole('link', { name: 'Disengagement and mentoring' }).last().waitFor()
    }))

  test("for a person's name it says that nothing is held on individuals", () =>
    at('/search?q=Ahmed+Karimov', async (page) => {
      await page.getByText('Homeward holds nothing on individuals.').waitFor()
      expect(await page.getByText('Did you mean').count()).toBe(0)
    }))
})

test('a failing network keeps the results, says so and tries again', () =>
  at(
    '/search?q=family',
    async (page) => {
      const before = await heading(page).innerText()
      await page.route('**/api/v1/search?**', (route) => route.abort())
      await field(page).fill('aarhus')
      await page.getByText('These are still the results from before').waitFor()
      expect(await heading(page).innerText()).toBe(before)
      await expectAccessible(page)
      await page.unroute('**/api/v1/search?**')
      await page.getByRole('button', { name: 'Try again' }).click()
      await expectResults(page, 'q=aarhus')
      expect(await page.getByText('These are still the results').count()).toBe(0)
    },
    { failing: true },
  ))

test('the keyboard alone leads from the page to an entry', () =>
  at('/search', async (page) => {
    const inField = () => field(page).evaluate((element) => element === document.activeElement)
    for (let i = 0; i < 10 && !(await inField()); i++) await page.keyboard.press('Tab')
    await page.keyboard.type('aarhus')
    await expectResults(page, 'q=aarhus')
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
    for (let i = 0; i < 5 && (await focused()) !== 'Skip the filters'; i++) {
      await page.keyboard.press('Tab')
    }
    expect(await focused()).toBe('Skip the filters')
    await page.keyboard.press('Enter')
    const title = await page.locator('.hits h2 a').first().innerText()
    for (let i = 0; i < 6 && (await focused()) !== title; i++) await page.keyboard.press('Tab')
    expect(await focused()).toBe(title)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/practices\//)
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content')
  }))

describe('is accessible', () => {
  const path = '/search?q=family&theme=family&country=DK'
  test('in light', () => at(path, expectAccessible))
  test('in dark', () => at(path, expectAccessible, { colorScheme: 'dark' }))
  test('on a small screen', () => at(path, expectAccessible, small))
  test('from right to left', () =>
    at(`/ar-XB${path}`, async (page) => {
      expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
    }))
  test('at 320 px, with the longest words, and right to left', async () => {
    const narrow = { viewport: { width: 320, height: 640 } }
    for (const one of [
      path,
      `/ar-XB${path}`,
      '/search?q=zzqqxx&country=XK',
      `/search?q=${'w'.repeat(90)}`,
    ]) {
      await at(one, expectNoSidewaysScroll, narrow)
    }
  })
})
