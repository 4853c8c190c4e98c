import autocannon from 'autocannon'
import Fastify from 'fastify'
import { median, report } from './figures.ts'
import { makePlace } from './place.ts'

const slug = 'dk-aarhus-info-house-exit-mentoring'
const seconds = 5
const rounds = 3

/** Requests a second at an address, ten connections. */
async function rate(url: string): Promise<number> {
  const { requests, non2xx, errors } = await autocannon({ url, connections: 10, duration: seconds })
  if (non2xx + errors > 0) throw new Error(`${url}: ${non2xx + errors} answers were not 200`)
  return requests.average
}

const place = await makePlace()
const bare = Fastify()
bare.get<{ Params: { id: string } }>('/bare/:id', async (request, reply) => {
  const { rows } = await place.database.pool.query<{ entry: string }>({
    name: 'bare',
    text: 'select entry from published_entries where entry_id = $1',
    values: [request.params.id],
  })
  return reply.header('content-type', 'application/json; charset=utf-8').send(rows[0]?.entry)
})
try {
  const served = `${await place.serve(null)}/api/v1/entries/${slug}`
  const { entry_id } = await place.database.db
    .selectFrom('published_entries')
    .select('entry_id')
    .where('slug', '=', slug)
    .executeTakeFirstOrThrow()
  const plain = `${await bare.listen({ host: '127.0.0.1', port: 0 })}/bare/${entry_id}`
  const [one, other] = await Promise.all(
    [served, plain].map(async (url) => (await fetch(url)).text()),
  )
  if (one !== other) throw new Error('The two routes do not answer with the same bytes')
  const ratios: number[] = []
  for (let round = 0; round < rounds; round++) {
    const plainRate = await rate(plain)
    const servedRate = await rate(served)
    ratios.push(servedRate / plainRate)
    process.stdout.write(
      `      ${servedRate.toFixed(0)} a second, bare ${plainRate.toFixed(0)} a second\n`,
    )
  }
  const middle = median(ratios)
  report(
    'GET /api/v1/entries/:slug',
    `${middle.toFixed(2)} of a bare route's rate (at least 0.6)`,
    middle >= 0.6,
  )
} finally {
  await bare.close()
  await place.stop()
}
