import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { personAt, teamOf } from '../people.ts'
import { answered, city, core } from '../submissions/place.ts'
import { expectAccessible, expectNoSidewaysScroll, hydrated, type Visit } from './browser.ts'
import { startedDraftPlace, written, type DraftPlace } from './draftPlace.ts'

let place: DraftPlace
beforeAll(async () => {
  place = await startedDraftPlace()
})
afterAll(() => place?.stop())

const steps = [
  'practice',
  'who',
  'people',
  'approach',
  'results',
  'context',
  'outcomes',
  'means',
  'sources',
  'documents',
  'check',
]
const isFocused = (element: Element) => element === document.activeElement
const saved = (page: Page) => page.getByText(/^Saved at/).waitFor()

/** Puts something on the clipboard as a program does, and pastes it where the focus is. */
async function paste({ page, complaints }: Visit, html: string, plain: string): Promise<void> {
  await page.evaluate(
    async ([rich, text]) => {
      const type = (kind: string, content: string) => new Blob([content], { type: kind })
      await navigator.clipboard.write([
        new ClipboardItem({
          'text/html': type('text/html', rich),
          'text/plain': type('text/plain', text),
        }),
      ])
    },
    [html, plain] as const,
  )
  // The browser reads what is put there by the page's rules for styles; another program would not ask the page.
  complaints.length = 0
  await page.keyboard.press('ControlOrMeta+V')
}

describe('where a description is begun', () => {
  it('says what will be asked and how long it takes, and names the languages that moderators read', async () => {
    await place.moderator.ask('PATCH', '/api/v1/me', { reads: ['fr', 'ar'] })
    const { page, complaints, close } = await place.opened(place.mira, '/submit')
    await page.getByText('about twenty minutes').waitFor()
    await page.getByText('Moderators read Arabic and French.').waitFor()
    await expectAccessible(page)
    const unnamed = await page
      .getByLabel('Language')
      .evaluate((list) =>
        list instanceof HTMLSelectElement
          ? [...list.options].filter(({ value, text }) => value === text).map(({ value }) => value)
          : ['no list'],
      )
    expect(unnamed, 'languages that this browser has no name for').toEqual([])
    await page.getByLabel('Language').selectOption({ label: 'Danish' })
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.getByRole('heading', { level: 1, name: 'Practice without a title yet' }).waitFor()
    await hydrated(page)
    expect(await page.getByLabel('Title', { exact: true }).getAttribute('lang')).toBe('da')
    await page.getByText('In another language it takes longer').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('sends who is in no team to the cities, and lets moderators write guidance', async () => {
    const member = await place.opened(await personAt(place.site), '/submit')
    await member.page.getByRole('link', { name: 'Ask for my city’s place' }).waitFor()
    await expectAccessible(member.page)
    await member.close()
    const { page, complaints, close } = await place.opened(place.moderator, '/submit')
    await page.getByLabel('The editors: guidance').check()
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.getByRole('heading', { level: 1, name: 'Guidance without a title yet' }).waitFor()
    await page.getByRole('link', { name: 'Key points' }).first().click()
    await page.getByRole('heading', { level: 2, name: 'Key points' }).waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
    await close()
  })

  it('lets a city that is not confirmed yet write, and says that it cannot submit', async () => {
    const person = await personAt(place.site)
    await teamOf(place.site, 'dk-copenhagen', [{ person }], 'asked')
    const { page, close } = await place.opened(person, '/submit')
    await page.getByText('you can write, and submit once it is').waitFor()
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.getByRole('link', { name: 'On: Who and where' }).click()
    await page.getByText('place here is not confirmed yet').first().waitFor()
    await close()
  })
})

describe('the form', () => {
  it('has no fault in any step, wide and narrow, in the dark, from right to left', async () => {
    const draft = await written(place, {
      ...core,
      outcomes: [{ outcome: 'Work after a year', finding: 'better', by: 'Own count', year: 2022 }],
      sources: [
        { title: 'A report', publisher: 'The city', year: 2021, url: 'https://example.org' },
      ],
    })
    const wide = await place.opened(place.mira, `/submit/${draft.id}`)
    const narrow = await place.opened(place.mira, `/ar-XB/submit/${draft.id}`, {
      viewport: { width: 320, height: 700 },
      colorScheme: 'dark',
    })
    for (const step of steps) {
      for (const [{ page }, prefix] of [
        [wide, ''],
        [narrow, '/ar-XB'],
      ] as const) {
        await page.goto(`${place.site.url}${prefix}/submit/${draft.id}?step=${step}`)
        await hydrated(page)
        await page.locator('.preview-page, .view-write .step').first().waitFor()
        await expectAccessible(page)
        await expectNoSidewaysScroll(page)
      }
    }
    expect(wide.complaints).toEqual([])
    expect(narrow.complaints).toEqual([])
    await wide.close()
    await narrow.close()
  })

  it('goes from step to step in any order; the focus follows, and the address says which one is open', async () => {
    const draft = await written(place, { title: 'Mentors' })
    const { page, complaints, close } = await place.opened(place.mira, `/submit/${draft.id}`)
    const list = page.getByRole('navigation', { name: 'Steps' })
    await list.getByRole('link', { name: 'Lessons' }).click()
    const heading = page.getByRole('heading', { level: 2, name: 'Lessons' })
    await expect.poll(() => heading.evaluate(isFocused)).toBe(true)
    expect(new URL(page.url()).searchParams.get('step')).toBe('lessons')
    // The tool bar is one stop, then comes the text.
    await page.keyboard.press('Tab')
    expect(await page.locator('.example > summary').evaluate(isFocused)).toBe(true)
    await page.keyboard.press('Tab')
    expect(await page.getByRole('button', { name: 'Heading' }).evaluate(isFocused)).toBe(true)
    await page.keyboard.press('ArrowRight')
    expect(await page.getByRole('button', { name: 'Bold' }).evaluate(isFocused)).toBe(true)
    await page.keyboard.press('Tab')
    expect(await page.getByRole('textbox', { name: 'Lessons' }).evaluate(isFocused)).toBe(true)
    await page.goBack()
    await page.getByRole('heading', { level: 2, name: 'In short' }).waitFor()
    expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe('Mentors')
    expect(complaints).toEqual([])
    await close()
  })

  it('says how far one has come, what is missing and how long a text may be; ‘not known’ is an answer', async () => {
    const draft = await written(place, { ...core, notKnown: [], title: '' })
    const { page, close } = await place.opened(place.mira, `/submit/${draft.id}`)
    await page.getByText('7 of 9 needed answers').waitFor()
    await page.getByText('Still missing: Title and At which point.').waitFor()
    const title = page.getByLabel('Title', { exact: true })
    await title.fill('x'.repeat(118))
    await page.getByText('118 of 120 characters').first().waitFor()
    await title.pressSequentially('yyyy')
    await page.getByText('2 characters too many').first().waitFor()
    await page.getByText('Please shorten it by 2').waitFor()
    expect(await title.getAttribute('aria-invalid')).toBe('true')
    expect((await title.inputValue()).length).toBe(122)
    await page.getByRole('link', { name: 'For whom' }).click()
    await page.getByRole('button', { name: 'At which point: not known' }).click()
    await page.getByText('9 of 9 needed answers').waitFor()
    await saved(page)
    expect((await place.kept(draft)).content.notKnown).toEqual(['stages'])
    await close()
  })

  it('shows how it will look while it is written; narrow, in place of the form', async () => {
    const draft = await written(place, core)
    const { page, complaints, close } = await place.opened(
      place.mira,
      `/submit/${draft.id}?step=approach`,
    )
    const preview = page.getByRole('region', { name: 'How it will look' })
    await preview.getByRole('heading', { name: 'Mentors who go along' }).waitFor()
    await preview.getByRole('link', { name: 'Employment and livelihoods' }).waitFor()
    await page.getByRole('textbox', { name: 'What is done' }).fill('# First\n\nThey **meet**.')
    await preview.getByRole('heading', { level: 3, name: 'First' }).waitFor()
    expect(await preview.locator('strong').textContent()).toBe('meet')
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await preview.isVisible()).toBe(false)
    await page.getByRole('link', { name: 'See how it will look' }).click()
    await preview.waitFor()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Back to writing' }).click()
    await page.getByRole('textbox', { name: 'What is done' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('shows entries that look like the same practice', async () => {
    const draft = await written(place)
    const { page, close } = await place.opened(place.mira, `/submit/${draft.id}`)
    await page
      .getByLabel('Title', { exact: true })
      .fill('Info-house, mentoring and exit offers for returnees in Aarhus')
    const similar = page.getByRole('region', { name: 'Is it one of these?' })
    await similar.getByRole('link', { name: /^Info-house/ }).waitFor()
    await similar.getByText('same city').first().waitFor()
    await close()
  })

  it('keeps results row by row', async () => {
    const draft = await written(place)
    const { page, complaints, close } = await place.opened(
      place.mira,
      `/submit/${draft.id}?step=outcomes`,
    )
    const add = page.getByRole('button', { name: 'Add a result' })
    await add.click()
    const first = page.getByRole('group', { name: 'Result 1' })
    expect(await first.getByLabel('What was looked at').evaluate(isFocused)).toBe(true)
    await page.keyboard.type('Work after a year')
    await first.getByLabel('Which way').selectOption({ label: 'Mixed' })
    await first.getByLabel('Who found it').fill('Own count')
    await first.getByLabel('Year').fill('2022')
    await add.click()
    await page.getByRole('button', { name: 'Remove result 2' }).click()
    expect(await add.evaluate(isFocused)).toBe(true)
    await expect
      .poll(async () => (await place.kept(draft)).content.outcomes)
      .toEqual([{ outcome: 'Work after a year', finding: 'mixed', by: 'Own count', year: 2022 }])
    expect(complaints).toEqual([])
    await close()
  })
})

describe('a text', () => {
  it('takes headings, lists and links of a word processor, and drops the rest', async () => {
    const draft = await written(place)
    const visit = await place.opened(place.mira, `/submit/${draft.id}?step=approach`)
    const { page, context, complaints, close } = visit
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const text = page.getByRole('textbox', { name: 'What is done' })
    await text.fill('Before: ')
    await paste(
      visit,
      `<html><body><!--StartFragment-->
      <h2 class="MsoHeading2"><span style="color:red">How it begins</span></h2>
      <p class="MsoNormal" style="mso-x:1">They <b>meet</b> at <a href="https://example.org/house">the house</a>.<o:p></o:p></p>
      <p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><![if !supportLists]><span style="mso-list:Ignore">·<span>&nbsp;&nbsp;</span></span><![endif]>first week</p>
      <p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><![if !supportLists]><span style="mso-list:Ignore">·<span>&nbsp;&nbsp;</span></span><![endif]>then twice a week</p>
      <ol><li>one</li><li>two</li></ol>
      <script>alert(1)</script><style>p { color: red }</style><img src="x.png">
      <!--EndFragment--></body></html>`,
      'How it begins They meet',
    )
    const typed = await text.inputValue()
    expect(typed).toMatch(/^Before: \n\n# How it begins$/m)
    expect(typed).toContain('They **meet** at [the house](https://example.org/house).')
    expect(typed).toContain('- first week\n- then twice a week')
    expect(typed).toContain('1. one\n2. two')
    expect(typed).not.toMatch(/color|alert|Mso|png|</)
    // It can be taken back like anything typed.
    await page.keyboard.press('ControlOrMeta+Z')
    expect(await text.inputValue()).toBe('Before: ')
    expect(complaints).toEqual([])
    await close()
  })

  it('gets its signs from the tool bar and by keys, and gives them back', async () => {
    const draft = await written(place, { sections: { approach: 'one\ntwo' } })
    const { page, close } = await place.opened(place.mira, `/submit/${draft.id}?step=approach`)
    const text = page.getByRole('textbox', { name: 'What is done' })
    await text.focus()
    await page.keyboard.press('ControlOrMeta+A')
    await page.getByRole('button', { name: 'List', exact: true }).click()
    expect(await text.inputValue()).toBe('- one\n- two')
    await page.getByRole('button', { name: 'Numbered list' }).click()
    expect(await text.inputValue()).toBe('1. one\n2. two')
    await page.getByRole('button', { name: 'Numbered list' }).click()
    expect(await text.inputValue()).toBe('one\ntwo')
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.press('ControlOrMeta+B')
    expect(await text.inputValue()).toBe('**one\ntwo**')
    await page.keyboard.press('ControlOrMeta+B')
    expect(await text.inputValue()).toBe('one\ntwo')
    await saved(page)
    await close()
  })
})

it('is open to the team of the city alone', async () => {
  const draft = await written(place, core)
  const other = await personAt(place.site)
  await teamOf(place.site, 'ly-tripoli', [{ person: other }])
  const visit = await place.opened(other, `/submit/${draft.id}`)
  await visit.page.getByText('There is nothing at this address').waitFor()
  await visit.close()
  // Mails lead to it by its place among one's own.
  const own = await place.opened(place.jonas, `/my/submissions/${draft.id}`)
  expect(new URL(own.page.url()).pathname).toBe(`/submit/${draft.id}`)
  await own.close()
  await answered(place.jonas.ask('GET', `/api/v1/submissions?city=${city}`))
})
