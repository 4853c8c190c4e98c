import Fastify from 'fastify'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refreshPublished } from '../../server/entries/published.ts'
import { lastResort } from '../../server/pages/lastResort.ts'
import { inTransaction } from '../../server/platform/jobs.ts'
import { freshDatabase } from '../database.ts'
import { startedSite, type Site } from '../site.ts'
import {
  expectAccessible,
  expectNoSidewaysScroll,
  hydrated,
  launchedBrowser,
  visitor,
  type Visit,
} from './browser.ts'

const aarhus = '/practices/dk-aarhus-info-house-exit-mentoring'
const vink = '/practices/dk-copenhagen-vink-coordination-unit'
const guidelines = '/guidance/coe-congress-guidelines'
const astana = '/events/astana-capve-network-meeting-2022'

let site: Site
let browser: Browser

beforeAll(async () => {
  ;[site, browser] = await Promise.all([startedSite({ pseudoLocale: true }), launchedBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await site?.stop()
})

/** Changes an entry, and what it states, as a decision of the editors would. */
async function decide(
  slug: string,
  change: Record<string, unknown>,
  stated: Record<string, unknown> | null = null,
): Promise<void> {
  await inTransaction(site.database, site.database.jobs, async (work) => {
    const { id } = await work.trx
      .updateTable('entries')
      .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
      .where('slug', '=', slug)
      .returning('id')
      .executeTakeFirstOrThrow()
    if (stated)
      await work.trx.updateTable('revisions').set(stated).where('entry_id', '=', id).execute()
    await refreshPublished(work, [id])
  })
}

async function opened(
  path: string,
  options: Parameters<typeof visitor>[1] = {},
): Promise<Visit & { status: number | undefined }> {
  const visit = await visitor(browser, options)
  const response = await visit.page.goto(site.url + path)
  if (options.javaScriptEnabled !== false) await hydrated(visit.page)
  return { ...visit, status: response?.status() }
}

/** What a fact says, by its name. */
const fact = ({ page }: Visit, name: string) =>
  page.locator('.facts div', { has: page.locator('dt', { hasText: name }) }).locator('dd')

describe('a practice with outcomes', () => {
  it('shows each thing that a reader judges it by', async () => {
    const visit = await opened(aarhus)
    const { page } = visit
    expect(await page.title()).toContain('Info-house')
    expect(await page.locator('h1').innerText()).toContain('Aarhus')
    expect(await page.locator('.entry-head .eyebrow').innerText()).toMatch(
      /Practice[^]*Aarhus[^]*Denmark[^]*\d minutes to read/,
    )
    expect(await fact(visit, 'Led by').innerText()).toContain('Local government')
    expect(await fact(visit, 'Years').innerText()).toMatch(/Since 2010\s+Not confirmed to run/)
    expect(await fact(visit, 'For').locator('li').count()).toBe(3)
    expect(await fact(visit, 'Stages').innerText()).toContain('Reintegration')
    expect(await fact(visit, 'Together with').innerText()).toContain('Aarhus University')

    const worth = page.getByRole('region', { name: 'What was found' })
    expect(await worth.locator('.sureness').innerText()).toMatch(/Monitored[^]*Figures on/)
    expect(await worth.locator('.sure i.on').count()).toBe(2)
    expect(await worth.locator('.outcomes .finding').allInnerTexts()).toEqual([
      'Good',
      'Good',
      'Not known',
      'Not known',
    ])
    expect(await worth.locator('.outcomes > li').first().innerText()).toMatch(
      /all 17[^]*The police.*, 2019/,
    )
    const means = page.getByRole('region', { name: 'What it takes' })
    expect(await means.locator('dt').allInnerTexts()).toEqual(['Staff', 'Agencies'])

    const origin = await page.getByRole('region', { name: 'Who wrote this' }).innerText()
    expect(origin).toContain('from public sources, read on 22 November 2026')
    expect(origin).toContain('Not confirmed by the city')
    expect(origin).toContain('no endorsement')
    expect(origin).toContain('never confirmed')

    const sources = page.getByRole('region', { name: 'Sources' })
    expect(await sources.locator('li').count()).toBe(4)
    expect(await sources.locator('li').first().innerText()).toMatch(/European Commission.*, 2024/)
    expect(await sources.locator('a').first().getAttribute('rel')).toContain('noopener')
    expect(await page.locator('.related h3').count()).toBe(4)
    expect(await page.locator('.prose').first().getAttribute('lang')).toBe('en')
    expect(visit.complaints).toEqual([])
    await visit.close()
  })

  it('tells machines what it is, and dates it by its sources', async () => {
    const visit = await opened(aarhus)
    const { page } = visit
    const data = JSON.parse(
      await page.locator('script[type="application/ld+json"]').innerText(),
    ) as Record<string, unknown>
    expect(data).toMatchObject({
      '@type': 'Article',
      inLanguage: 'en',
      url: `http://127.0.0.1${aarhus}`,
    })
    expect(String(data['datePublished'])).toMatch(/^2026-11-22/)
    expect(await page.locator('link[rel=canonical]').getAttribute('href')).toBe(
      `http://127.0.0.1${aarhus}`,
    )
    expect(await page.locator('meta[name=description]').getAttribute('content')).toContain(
      'joint info-house',
    )
    await visit.close()
  })

  it('leads from its terms to searches that find something', async () => {
    const visit = await opened(aarhus)
    const links = await visit.page
      .locator('.entry-page a[href^="/search?"]')
      .evaluateAll((all) => [...new Set(all.map((link) => link.getAttribute('href') ?? ''))])
    expect(links).toContain('/search?city=dk-aarhus')
    expect(links).toContain('/search?country=DK')
    expect(links).toContain('/search?theme=family')
    expect(links).toContain('/search?leadType=local-government')
    expect(links).toContain('/search?evidence=monitored')
    const totals = await Promise.all(
      links.map(async (link) => {
        const { total } = (await (await fetch(`${site.url}/api/v1${link}`)).json()) as {
          total: number
        }
        return total
      }),
    )
    expect(Math.min(...totals)).toBeGreaterThan(0)
    await visit.page.getByRole('link', { name: 'Aarhus', exact: true }).click()
    await visit.page.waitForURL('**/search?city=dk-aarhus')
    expect(visit.complaints).toEqual([])
    await visit.close()
  })

  it('offers to write to the editors about it', async () => {
    const visit = await opened(aarhus)
    const links = visit.page.locator('.contact a')
    expect(await links.allInnerTexts()).toEqual([
      'Correct a mistake',
      'Claim it for your city',
      'Answer it',
      'Ask for it to be taken down',
    ])
    const mail = new URL((await links.nth(3).getAttribute('href')) ?? '')
    expect(mail.pathname).toBe('editors@example.org')
    expect(mail.searchParams.get('subject')).toMatch(/^Ask for it to be taken down: Info-house/)
    expect(mail.searchParams.get('body')).toContain(aarhus)
    await visit.close()
  })

  it('is cited with its version and address, and copied by keyboard', async () => {
    const visit = await opened(aarhus, { permissions: ['clipboard-read', 'clipboard-write'] })
    const { page } = visit
    await page.getByRole('button', { name: 'Copy the citation' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toBe(await page.locator('.citation').innerText())
    expect(copied).toMatch(/22 November 2026\. Version 1\. http:.*CC BY 4\.0/)
    await visit.close()
  })
})

it('a practice without outcomes says so and leads to its results', async () => {
  const visit = await opened(vink)
  const worth = visit.page.getByRole('region', { name: 'What was found' })
  expect(await worth.locator('.sure').count()).toBe(1)
  expect(await worth.locator('.outcomes').count()).toBe(0)
  await worth.getByRole('link', { name: 'None listed yet, see Results' }).click()
  expect(new URL(visit.page.url()).hash).toBe('#results')
  expect(await visit.page.locator('#results h2').isVisible()).toBe(true)
  expect(visit.complaints).toEqual([])
  await visit.close()
})

it('guidance has facts of its own, and no evidence', async () => {
  const visit = await opened(guidelines)
  expect(await fact(visit, 'Published by').innerText()).toContain('Congress of Local')
  expect(await fact(visit, 'Published in').innerText()).toBe('2015')
  expect(await visit.page.locator('.body h2').allInnerTexts()).toEqual([
    'Who it is for',
    'Key points',
    'How a city can use it',
    'Sources',
  ])
  expect(await visit.page.locator('.entry-head .sure, .body .sure').count()).toBe(0)
  expect(await visit.page.locator('.origin').innerText()).toContain(
    'Not confirmed by those who published',
  )
  expect(await visit.page.locator('.contact').innerText()).not.toContain('Claim')
  expect(visit.complaints).toEqual([])
  await visit.close()
})

it('an event has its days and place', async () => {
  const visit = await opened(astana)
  expect(await fact(visit, 'Held').innerText()).toMatch(/^5 ?[–-] ?6 December 2022$/)
  expect(await fact(visit, 'Organised by').innerText()).toContain('UNODC')
  expect(await visit.page.locator('.entry-head .eyebrow').innerText()).toMatch(
    /Event[^]*Astana[^]*Kazakhstan/,
  )
  expect(await visit.page.locator('.body h2').allInnerTexts()).toEqual([
    'What happened',
    'What it found',
    'Sources',
  ])
  expect(visit.complaints).toEqual([])
  await visit.close()
})

describe('a practice that its city speaks of', () => {
  const slug = 'ke-mombasa-county-engagement-forum'
  const running = async () => {
    const visit = await opened(`/practices/${slug}`)
    const said = [
      await fact(visit, 'Years').innerText(),
      await visit.page.locator('.origin').innerText(),
    ]
    await visit.close()
    return said.join('\n')
  }

  it('says when the city last confirmed it, and when that is too long ago', async () => {
    const recent = new Date(Date.now() - 86_400_000 * 40).toISOString().slice(0, 10)
    await decide(slug, {}, { confirmed: recent })
    expect(await running()).toMatch(/Confirmed by its city on \d/)
    await decide(slug, {}, { confirmed: '2019-03-04' })
    expect(await running()).toMatch(
      /Last confirmed by its city on 4 March 2019, not within two years/,
    )
    await decide(slug, {}, { confirmed: null, start_year: 2012, end_year: 2015 })
    const ended = await running()
    expect(ended).toMatch(/2012 to 2015\s+Ended in 2015/)
    expect(ended).not.toContain('never confirmed')
  })

  it('says that it is the city’s own account', async () => {
    await decide(slug, {}, { origin: 'city', checked: null })
    const visit = await opened(`/practices/${slug}`)
    const origin = await visit.page.locator('.origin').innerText()
    expect(origin).toContain('the city’s own account')
    expect(origin).not.toContain('editors from public sources')
    expect(origin).toContain('no endorsement')
    await visit.close()
  })
})

describe('the table of contents', () => {
  it('stays, and marks what is being read', async () => {
    const visit = await opened(aarhus)
    const { page } = visit
    const contents = page.getByRole('navigation', { name: 'On this page' })
    const marked = contents.locator('[aria-current]')
    for (const name of ['Approach', 'Lessons', 'What was found']) {
      await contents.getByRole('link', { name }).click()
      await contents.locator('[aria-current=location]', { hasText: name }).waitFor()
      expect(await marked.count()).toBe(1)
      const box = await contents.boundingBox()
      expect(box?.y).toBeGreaterThanOrEqual(0)
    }
    expect(visit.complaints).toEqual([])
    await visit.close()
  })

  it('unfolds on a small screen by keyboard', async () => {
    const visit = await opened(aarhus, { viewport: { width: 360, height: 740 } })
    const { page } = visit
    const summary = page.locator('.folded summary')
    const results = page.locator('.folded').getByRole('link', { name: 'Results' })
    expect(await results.isVisible()).toBe(false)
    await summary.focus()
    await page.keyboard.press('Enter')
    await results.focus()
    await page.keyboard.press('Enter')
    expect(new URL(page.url()).hash).toBe('#results')
    await page.locator('#results h2').waitFor()
    expect(
      await page.locator('#results').evaluate((el) => el.getBoundingClientRect().top),
    ).toBeLessThan(120)
    await visit.close()
  })
})

it('printed, it shows the addresses of its sources and nothing to click', async () => {
  const visit = await opened(aarhus)
  const { page } = visit
  const address = page.locator('.sources .full-address').first()
  expect(await address.isVisible()).toBe(false)
  await page.emulateMedia({ media: 'print' })
  expect(await address.innerText()).toMatch(/^https:\/\/home-affairs/)
  for (const hidden of ['.top nav', '.contents', '.contact', '.acts', '.foot']) {
    expect(await page.locator(hidden).first().isVisible(), hidden).toBe(false)
  }
  expect(await page.locator('.citation').isVisible()).toBe(true)
  await visit.close()
})

it('is complete without JavaScript', async () => {
  const visit = await opened(aarhus, { javaScriptEnabled: false })
  const { page } = visit
  for (const id of ['worth', 'means', 'context', 'adapting', 'sources']) {
    expect(await page.locator(`#${id}`).isVisible(), id).toBe(true)
  }
  await page.getByRole('navigation', { name: 'On this page' }).getByText('Results').click()
  expect(new URL(page.url()).hash).toBe('#results')
  expect(await page.getByRole('button').count()).toBe(0)
  await page.locator('.related h3 a').first().click()
  expect(await page.locator('h1').innerText()).not.toContain('Info-house')
  await visit.close()
})

it('leads from entry to entry and back without a complaint', async () => {
  const visit = await opened(aarhus)
  const { page } = visit
  await page.locator('.related h3 a').first().click()
  await page.waitForURL((url) => !url.pathname.endsWith(aarhus))
  await page.locator('h1', { hasText: 'VINK' }).waitFor()
  expect(await page.locator('script[type="application/ld+json"]').count()).toBe(1)
  await page.goBack()
  await page.locator('h1', { hasText: 'Info-house' }).waitFor()
  expect(visit.complaints).toEqual([])
  await visit.close()
})

describe('looked at in every way', () => {
  const ways: [string, Parameters<typeof visitor>[1], string][] = [
    ['in light', { colorScheme: 'light' }, ''],
    ['in dark', { colorScheme: 'dark' }, ''],
    ['from right to left', {}, '/ar-XB'],
    ['on a small screen', { viewport: { width: 360, height: 740 } }, ''],
  ]
  it.each(ways)('is accessible %s', async (_name, options, prefix) => {
    for (const path of [aarhus, vink, guidelines, astana, '/about', '/practices/nothing']) {
      const visit = await opened(prefix + path, options)
      await expectAccessible(visit.page)
      await expectNoSidewaysScroll(visit.page)
      expect(visit.complaints.filter((said) => !said.includes('404'))).toEqual([])
      await visit.close()
    }
  })

  it.each(['', '/ar-XB'])('fits a width of 320 pixels (%s)', async (prefix) => {
    for (const path of [aarhus, vink, guidelines, astana, '/about', '/practices/nothing']) {
      const visit = await opened(prefix + path, { viewport: { width: 320, height: 640 } })
      await expectNoSidewaysScroll(visit.page)
      await visit.close()
    }
  })
})

it('About says who decides, and how to reach the editors', async () => {
  const visit = await opened('/about')
  const { page } = visit
  expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toContain(
    'Who decides what is published',
  )
  expect(await page.locator('#content a[href="mailto:editors@example.org"]').count()).toBe(1)
  expect(await page.context().cookies()).toEqual([])
  const local = await page
    .locator('#content a[href^="/"]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  for (const path of local) expect((await fetch(site.url + path)).status, path).toBe(200)
  expect(visit.complaints).toEqual([])
  await visit.close()
})

describe('addresses that lead elsewhere or nowhere', () => {
  it('an old address leads on', async () => {
    const { id } = await site.database.db
      .selectFrom('entries')
      .select('id')
      .where('slug', '=', aarhus.split('/')[2] ?? '')
      .executeTakeFirstOrThrow()
    await site.database.db
      .insertInto('old_slugs')
      .values({ slug: 'dk-aarhus-before', entry_id: id })
      .execute()
    const visit = await opened('/practices/dk-aarhus-before')
    expect(new URL(visit.page.url()).pathname).toBe(aarhus)
    // The same where the page's own script goes there.
    await visit.page.goto(site.url + vink)
    await hydrated(visit.page)
    await visit.page.evaluate(() => {
      history.pushState(null, '', '/practices/dk-aarhus-before')
      dispatchEvent(new PopStateEvent('popstate', { state: null }))
    })
    await visit.page.waitForURL(`**${aarhus}`)
    await visit.page.locator('h1', { hasText: 'Info-house' }).waitFor()
    await visit.close()
  })

  it('the folder of another kind leads to the right one', async () => {
    const answer = await fetch(site.url + aarhus.replace('practices', 'guidance'), {
      redirect: 'manual',
    })
    expect(answer.status).toBe(301)
    expect(answer.headers.get('location')).toBe(aarhus)
  })

  it('an unknown one is a 404 with ways on', async () => {
    const visit = await opened('/practices/nothing-here')
    expect(visit.status).toBe(404)
    expect(await visit.page.locator('h1').innerText()).toContain('nothing at this address')
    await visit.page.locator('main').getByRole('link', { name: 'Search practices' }).click()
    await visit.page.waitForURL('**/search')
    await visit.close()
  })

  it('one that was taken down is a 410 that says why, and names it only where it may', async () => {
    const slug = 'ke-kwale-amnesty-returnees'
    await decide(slug, { taken_down_at: new Date(), taken_down_reason: 'asked-by-city' })
    const named = await opened(`/practices/${slug}`)
    expect(named.status).toBe(410)
    const text = await named.page.locator('.failure').innerText()
    expect(text).toContain('Kwale')
    expect(text).toContain('its city asked for it')
    await expectAccessible(named.page)
    await named.close()

    await decide(slug, { title_hidden: true })
    const hidden = await opened(`/practices/${slug}`)
    expect(hidden.status).toBe(410)
    expect(await hidden.page.content()).not.toContain('Kwale')
    await hidden.close()
  })
})

it('the page of last resort needs nothing but itself', async () => {
  const app = Fastify()
  app.get('/', (_request, reply) => lastResort(reply, 500, '<Homeward>'))
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      const visit = await visitor(browser, { colorScheme })
      const { page } = visit
      expect((await page.goto(url))?.status()).toBe(500)
      expect(await page.locator('main').innerText()).toContain('begin at <Homeward>')
      const styled = await page.locator('main').evaluate((main) => getComputedStyle(main).maxWidth)
      expect(styled).not.toBe('none')
      expect(visit.complaints.filter((said) => !/500|favicon/.test(said))).toEqual([])
      await visit.close()
    }
  } finally {
    await app.close()
  }
})

describe('when PostgreSQL is gone', () => {
  it('a page says so, shows no trace of the code, and can be tried again', async () => {
    const database = await freshDatabase()
    const broken = await startedSite({ database })
    await database.drop()
    try {
      const visit = await visitor(browser)
      const response = await visit.page.goto(broken.url + aarhus)
      expect(response?.status()).toBeGreaterThanOrEqual(500)
      await hydrated(visit.page)
      const { page } = visit
      expect(await page.locator('h1').innerText()).toBe('This page cannot be shown right now')
      expect(await page.content()).not.toMatch(/node_modules|\.ts:\d|at async/)
      await page.getByRole('link', { name: 'Try again' }).click()
      await page.getByRole('status').filter({ hasText: 'still does not work' }).waitFor()
      await expectAccessible(page)
      await visit.close()
    } finally {
      await broken.stop()
    }
  })

  it('without a network it says so, and shows the page when there is one again', async () => {
    const visit = await opened(aarhus)
    const { page, context } = visit
    // The script of the page is here already; only what it shows is missing.
    await context.route('**/api/v1/**', (route) => route.abort('internetdisconnected'))
    await page.locator('.related h3 a').first().click()
    await page.locator('h1', { hasText: 'cannot be reached' }).waitFor()
    await context.unroute('**/api/v1/**')
    await page.getByRole('link', { name: 'Try again' }).click()
    await page.locator('h1', { hasText: 'VINK' }).waitFor()
    await visit.close()
  })
})
