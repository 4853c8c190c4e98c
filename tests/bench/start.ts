import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { report, timed } from './figures.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const built = join(repository, 'client/dist')
const aside = join(repository, 'client/.dist-aside')
const port = 3999
const dataDir = mkdtempSync(join(tmpdir(), 'homeward-start-'))
chmodSync(dataDir, 0o711)

/** Starts as a person would, waits for a page, and stops. Gives milliseconds to the first answer. */
async function start(): Promise<number> {
  const server = spawn('npm', ['start'], {
    cwd: repository,
    env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'error' },
    stdio: 'ignore',
    detached: true,
  })
  const took = await timed(async () => {
    for (;;) {
      if (server.exitCode !== null) throw new Error('The server ended before it answered')
      const answered = await fetch(`http://127.0.0.1:${port}/`).then(
        ({ ok }) => ok,
        () => false,
      )
      if (answered) return
      await wait(20)
    }
  })
  // The whole group: npm, which ends first, and the server under it.
  if (server.pid !== undefined) {
    process.kill(-server.pid, 'SIGTERM')
    while (isThere(-server.pid)) await wait(20)
  }
  return took
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`

if (existsSync(built)) renameSync(built, aside)
try {
  const cold = await start()
  const warm = await start()
  report('npm start, cold', `${seconds(cold)} to the first page (at most 20 s)`, cold <= 20_000)
  report('npm start, warm', `${seconds(warm)} to the first page (at most 4 s)`, warm <= 4_000)
} finally {
  if (existsSync(built)) rmSync(aside, { recursive: true, force: true })
  else if (existsSync(aside)) renameSync(aside, built)
  rmSync(dataDir, { recursive: true, force: true })
}
