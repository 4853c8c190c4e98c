import { launchedBrowser, visitor } from './browser/browser.ts'
const [out, ...specs] = process.argv.slice(2)
const browser = await launchedBrowser()
for (const spec of specs) {
  const [path, width, scheme, clip] = spec.split(',')
  const v = await visitor(browser, { viewport: { width: Number(width), height: 900 }, colorScheme: scheme as any })
  await v.page.goto('http://127.0.0.1:3103' + path, { waitUntil: 'networkidle' })
  const name = `${out}/${path.replaceAll(/[^a-zA-Z0-9]+/g, '_')}-${width}-${scheme}.png`
  const h = await v.page.evaluate(() => document.documentElement.scrollHeight)
  await v.page.screenshot({ path: name, fullPage: true, clip: { x: 0, y: 0, width: Number(width), height: Math.min(h, Number(clip ?? 2600)) } })
  console.log(name, h, v.complaints)
  await v.close()
}
await browser.close()
