import type { CDPSession } from 'playwright-core'
import { buildApp } from '../../server/app.ts'
import { openFiles } from '../../server/platform/files/files.ts'
import { ensureClientBuilt } from '../../server/pages/build.ts'
import { launchedBrowser } from '../browser/browser.ts'
import { median, ms, report } from './figures.ts'
import { makePlace } from './place.ts'

/** What a first visit may cost, and how long its first byte may take. */
const most = { scripts: 100_000, all: 250_000, firstByte: 60 }
const rounds = 40
const addresses = [
  '/search',
  '/search?q=families+coming+home&theme=family',
  '/search?q=Şanlıurfa+İzmir+Kırıkkale',
  '/',
  '/practices/dk-aarhus-info-house-exit-mentoring',
]

interface Sent {
  kind: string
  bytes: number
}

/** Bytes over the wire of each file that the browser asks for, headers included. */
function listen(session: CDPSession): Sent[] {
  const sent: Sent[] = []
  const kinds = new Map<string, string>()
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    sent.push({ kind: kinds.get(requestId) ?? 'Other', bytes: encodedDataLength })
  })
  return sent
}

const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
const sum = (sent: Sent[], kind?: string) =>
  sent.reduce((all, one) => all + (kind === undefined || one.kind === kind ? one.bytes : 0), 0)

/** A first visit with an empty cache, until nothing more is asked for; nothing is touched. */
async function weigh(url: string, encoding: string | null): Promise<Sent[]> {
  const browser = await launchedBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    const session = await page.context().newCDPSession(page)
    await session.send('Network.enable')
    if (encoding !== null) {
      await session.send('Network.setExtraHTTPHeaders', {
        headers: { 'accept-encoding': encoding },
      })
    }
    const sent = listen(session)
    await page.goto(url, { waitUntil: 'networkidle' })
    return sent
  } finally {
    await browser.close()
  }
}

/** Asks and reads on to the first bytes of the page; the rest is read afterwards, untimed. */
async function firstByte(url: string): Promise<number> {
  const began = performance.now()
  const { ok, status, body } = await fetch(url)
  if (!ok || body === null) throw new Error(`${url} answered ${status}`)
  const reader = body.getReader()
  await reader.read()
  const took = performance.now() - began
  while (!(await reader.read()).done);
  return took
}

const place = await makePlace()
await ensureClientBuilt({ info() {} })
const app = await buildApp({
  config: {
    siteName: 'Homeward',
    publicUrl: 'http://127.0.0.1',
    contact: 'editors@example.org',
    rateLimit: 0,
    trustProxy: false,
    secret: 'of-this-bench-only-0123456789abcdef',
    dataDir: place.dataDir,
  },
  database: place.database,
  jobs: place.jobs,
  files: await openFiles(null, place.dataDir),
  engine: (await place.meilisearch())?.engine ?? null,
  log: null,
})
try {
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  process.stdout.write('What a first visit weighs, before anything is touched\n')
  for (const address of addresses) {
    const brotli = await weigh(url + address, null)
    const gzip = await weigh(url + address, 'gzip')
    const parts = ['Document', 'Stylesheet', 'Script', 'Font']
      .map((kind) => `${kind.toLowerCase()} ${kB(sum(brotli, kind))}`)
      .join(', ')
    const scripts = sum(gzip, 'Script')
    report(
      `${address}, scripts as gzip`,
      `${kB(scripts)} of ${kB(most.scripts)}`,
      scripts <= most.scripts,
    )
    report(
      `${address}, all`,
      `${kB(sum(brotli))} of ${kB(most.all)} (${parts})`,
      sum(brotli) <= most.all,
    )
  }
  for (const address of addresses) {
    const times: number[] = []
    for (let round = 0; round < rounds; round++) times.push(await firstByte(url + address))
    const middle = median(times.slice(5))
    report(
      `${address}, first byte`,
      `${ms(middle)} of ${ms(most.firstByte)}`,
      middle <= most.firstByte,
    )
  }
} finally {
  await app.close()
  await place.stop()
}
