import { pino } from 'pino'
import { readConfig } from './platform/config/config.ts'
import { StartError } from './platform/startError.ts'
import { startServer, type RunningServer } from './start.ts'

/** What a log line says of a request: never who asked, nor what for. */
const serializers = {
  req: ({ method, url = '' }: { method?: string; url?: string }) => ({
    method,
    path: url.split('?')[0],
  }),
}

/** A failure to start, for the person in front of the terminal. */
function explain(error: unknown): string {
  if (error instanceof StartError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const log = pino({ level: config.logLevel, serializers })
  const server = await startServer(config, log, { dev: process.argv.includes('--dev') })
  process.stdout.write(
    `\n  ${config.siteName} is at ${config.port === 0 ? server.url : config.publicUrl}\n  Search is answered by ${server.engine === 'postgres' ? 'PostgreSQL' : 'Meilisearch'}. Stop it with Ctrl+C.\n\n`,
  )
  if (server.administratorLink !== null) process.stdout.write(welcome(server.administratorLink))
  stopOnSignal(server)
}

/** On stdout and not in the log: whoever has the link can take the site over. */
const welcome = (link: string): string =>
  `  This site has no administrator yet. Make an account, then open this link to become one.
  It works once, within one hour; the next start gives a new one.
  ${link}\n\n`

function stopOnSignal(server: RunningServer): void {
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${explain(error)}\n`)
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
}

main().catch((error: unknown) => {
  process.stderr.write(`\nHomeward could not start.\n${explain(error)}\n`)
  process.exit(1)
})
