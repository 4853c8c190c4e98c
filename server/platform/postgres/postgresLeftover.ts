import { readFileSync, realpathSync, rmSync, statSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { basename, join } from 'node:path'
import type { Log } from '../log.ts'
import { findProcess, stopProcess } from '../processes/processes.ts'
import { StartError } from '../startError.ts'

/**
 * Stops the PostgreSQL that a killed server left running on this cluster. A process that only happens to have
 * the number that is written down there is left alone.
 */
export async function stopLeftPostgres(cluster: string, log: Log): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid')
  const pid = readPid(pidFile)
  const found = pid === null ? null : findProcess(pid)
  if (found === null) return
  if (!servesCluster(found.pid, cluster)) {
    // PostgreSQL itself only sees that the number is in use, and would refuse to start.
    rmSync(pidFile, { force: true })
    return
  }
  log.warn(
    `A PostgreSQL (process ${found.pid}) was left running by a server that was killed: it is stopped.`,
  )
  const gone = await stopProcess(found, [
    { signal: 'SIGINT', milliseconds: 15_000 },
    { signal: 'SIGQUIT', milliseconds: 10_000 },
  ])
  if (gone) return
  throw new StartError(
    `A PostgreSQL that an earlier server left on ${cluster} (process ${found.pid}) does not stop.`,
    'The data are untouched.',
    `Stop it by hand (kill -QUIT ${found.pid}), then start again.`,
  )
}

function readPid(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8').split('\n', 1)[0])
    return Number.isSafeInteger(pid) && pid > 1 ? pid : null
  } catch {
    return null
  }
}

/** PostgreSQL makes the folder of its cluster its working directory. */
function servesCluster(pid: number, cluster: string): boolean {
  try {
    if (process.platform !== 'linux')
      return commandOf(pid).includes(` -D ${realpathSync(cluster)} `)
    const [there, here] = [statSync(`/proc/${pid}/cwd`), statSync(cluster)]
    const [program = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return basename(program) === 'postgres' && there.dev === here.dev && there.ino === here.ino
  } catch {
    return false
  }
}

function commandOf(pid: number): string {
  return execFileSync('ps', ['-o', 'command=', '-ww', '-p', String(pid)], { encoding: 'utf8' })
}
