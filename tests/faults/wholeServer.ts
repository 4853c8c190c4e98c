import { pino } from 'pino'
import { readConfig } from '../../server/platform/config/config.ts'
import { startServer } from '../../server/start.ts'

/** The whole server in a process of its own, so that it can be killed. It says in one line where it listens. */
const log = pino({ level: 'warn' }, pino.destination(2))
const server = await startServer(
  readConfig({ PORT: '0', RATE_LIMIT: '0', SEARCH_ENGINE: 'postgres', ...process.env }),
  log,
)
process.stdout.write(`${JSON.stringify({ url: server.url })}\n`)
