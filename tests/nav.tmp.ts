import { launchedBrowser, visitor, hydrated } from './browser/browser.ts'
const browser = await launchedBrowser()
const v = await visitor(browser)
await v.page.goto('http://127.0.0.1:3103/')
await hydrated(v.page)
for (const n of ['Themes','Countries','Search','About','Themes']) { await v.page.getByRole('navigation',{name:'Main'}).getByRole('link',{name:n}).click(); await v.page.waitForURL('**/'+n.toLowerCase()); console.log(n, v.complaints) }
await v.page.locator('.terms a').first().click(); await v.page.waitForURL('**/themes/coordination'); await v.page.getByRole('link',{name:'Homeward'}).first().click(); await v.page.waitForURL('**:3103/');
await v.page.locator('.world a').nth(3).click(); await v.page.waitForURL('**/countries/*'); console.log(await v.page.locator('h1').innerText(), v.page.url(), v.complaints)
await browser.close()
