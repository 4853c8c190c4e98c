// A server that does nothing but hold its data folder, with PostgreSQL and, where asked, Meilisearch.
// usage: node smallServer.ts <data folder> [postgres] [meilisearch] [fallback]
// It writes one line of JSON when it is ready, or when it could not start, and ends at SIGTERM.
import { lockDataFolder } from '../../server/platform/dataFolder/dataLock.ts'
import { startPostgres } from '../../server/platform/postgres/embeddedPostgres.ts'
import {
  findMeilisearch,
  startMeilisearch,
} from '../../server/platform/meilisearch/meilisearchProcess.ts'
import { StartError } from '../../server/platform/startError.ts'

const [dataDir = '', ...parts] = process.argv.slice(2)
const notes: string[] = []
const note = (message: string) => void notes.push(message)
const log = { debug() {}, info: note, warn: note, error: note }

function say(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify({ ...line, notes })}\n`)
}

try {
  const began = performance.now()
  const lock = await lockDataFolder(dataDir)
  const postgres = parts.includes('postgres') ? await startPostgres({ dataDir, log }) : null
  const bin = parts.includes('meilisearch')
    ? findMeilisearch({ meiliBin: null, path: process.env['PATH'] })
    : null
  const meilisearch = bin === null ? null : await startMeilisearch({ bin, dataDir, log })
  const stop = async () => {
    await meilisearch?.stop()
    await postgres?.stop()
    lock.release()
    process.exit(0)
  }
  if (!parts.includes('fallback')) process.on('SIGTERM', () => void stop())
  // Without a server that listens, only this keeps the process alive.
  setInterval(() => {}, 60_000)
  say({
    ready: true,
    url: postgres?.url ?? null,
    meilisearch,
    milliseconds: performance.now() - began,
  })
} catch (error) {
  say({
    ready: false,
    forPeople: error instanceof StartError,
    message: error instanceof Error ? error.message : String(error),
  })
  process.exit(1)
}
