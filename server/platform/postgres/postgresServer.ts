import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { endWithServer } from '../processes/children.ts'
import type { Log } from '../log.ts'
import { postgresEnvironment } from './postgresCluster.ts'
import type { Place } from './postgresPlace.ts'
import type { Running } from '../processes/supervisor.ts'

/** PostgreSQL ended before it was ready; `said` is what it wrote. */
export class PostgresRefused extends Error {
  override name = 'PostgresRefused'
  readonly said: string

  constructor(said: string) {
    super(`PostgreSQL did not start:\n${said}`)
    this.said = said
  }
}

/** What holds for every cluster, whatever its own files say. It listens on loopback alone. */
const fixed = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  logging_collector: 'off',
  log_destination: 'stderr',
  log_line_prefix: '',
  // Errors of statements reach whoever made them; in a log they could show what people wrote.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  lc_messages: 'C',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

/** Runs PostgreSQL on a cluster. @throws PostgresRefused where it ends before it is ready */
export async function runPostgres(place: Place, port: number, log: Log): Promise<Running> {
  const { binaries, cluster, user } = place
  const settings = Object.entries({ ...fixed, port }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  const child = spawn(binaries.postgres, ['-D', cluster, ...settings], {
    ...user,
    cwd: dirname(cluster),
    env: postgresEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    // In a group of its own: Ctrl+C in a terminal must reach the server alone, which stops it last.
    detached: true,
  })
  const ended = once(child, 'close').then(([code, signal]) =>
    signal === null ? `ended with code ${code}` : `was ended by ${signal}`,
  )
  await once(child, 'spawn')
  const forget = endWithServer(child.pid ?? 0, 'SIGINT')
  void ended.finally(forget)
  await ready(createInterface({ input: child.stderr }), ended, log)
  return {
    ended,
    async stop() {
      child.kill('SIGINT')
      const late = wait(20_000, undefined, { ref: false }).then(() => child.kill('SIGQUIT'))
      await Promise.race([ended, late])
      await ended
    },
  }
}

/** What concerns the whole of it; a FATAL is the end of one connection, or is told by who started it. */
const grave = /^PANIC:|was terminated by signal/

function ready(lines: NodeJS.EventEmitter, ended: Promise<string>, log: Log): Promise<void> {
  return new Promise((resolve, reject) => {
    const said: string[] = []
    lines.on('line', (line: string) => {
      log[grave.test(line) ? 'error' : 'debug'](`PostgreSQL: ${line}`)
      if (said.length < 50) said.push(line)
      if (line.includes('database system is ready to accept connections')) resolve()
    })
    ended.then((how) => reject(new PostgresRefused([...said, how].join('\n'))), reject)
  })
}
