import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { personAt, type TestPerson } from '../people.ts'
import { startedSite, type Site } from '../site.ts'
import { expectAccessible, hydrated, launchedBrowser, visitor } from './browser.ts'

let site: Site
let browser: Browser
let person: TestPerson
beforeAll(async () => {
  site = await startedSite()
  browser = await launchedBrowser()
  person = await personAt(site, { name: 'Samira' })
})
afterAll(async () => {
  await browser?.close()
  await site?.stop()
})

describe('a page of one’s own', () => {
  it('asks who comes to sign in, and then shows itself', async () => {
    const { page, complaints, close } = await visitor(browser)
    await page.goto(`${site.url}/my`)
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    await hydrated(page)
    await expectAccessible(page)
    await page.getByLabel('Mail address').fill(person.email)
    await page.getByLabel('Password').fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').getByText('do not go together').waitFor()
    expect(await page.getByLabel('Mail address').inputValue()).toBe(person.email)
    await page.getByLabel('Password').fill(person.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Signed in as Samira').waitFor()
    expect(new URL(page.url()).pathname).toBe('/my')
    const again = await page.reload()
    expect(again?.headers()['cache-control']).toBe('no-store')
    await page.getByText('Signed in as Samira').waitFor()
    await page.goto(site.url)
    await page.getByRole('link', { name: 'My work' }).waitFor()
    expect(complaints.filter((text) => !text.includes('401'))).toEqual([])
    await close()
  })
})
