import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '../../server/platform/processes/freePort.ts'
import { freshDatabase } from '../database.ts'
import { readMail } from '../mail/inbox.ts'
import { cookiesOf, password } from '../people.ts'

const server = fileURLToPath(new URL('../../server', import.meta.url))
const children = new Set<ChildProcess>()
let folder: string
let settings: NodeJS.ProcessEnv
let url: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'homeward-administrators-'))
  chmodSync(folder, 0o755)
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  settings = {
    PATH: process.env['PATH'],
    DATA_DIR: join(folder, 'data'),
    PORT: String(port),
    SEARCH_ENGINE: 'postgres',
    SEEDS: 'none',
    LOG_LEVEL: 'info',
  }
})

afterAll(async () => {
  for (const child of children) await end(child)
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

function begin(program: string, words: string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [join(server, program), ...words], {
    env,
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  let said = ''
  const waiting = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
      waiting.forEach((look) => look())
    })
  }
  const ended = once(child, 'close')
  return {
    said: () => said,
    /** Waits until what it says matches. */
    says: (wanted: RegExp) =>
      new Promise<RegExpExecArray>((resolve, reject) => {
        const look = () => {
          const found = wanted.exec(said)
          if (found) resolve(found)
        }
        waiting.add(look)
        look()
        void ended.then(() => reject(new Error(`It ended without ${String(wanted)}: ${said}`)))
      }),
    ended,
    end: () => end(child),
  }
}

/** Runs `npm run admin -- ...` to its end. */
async function admin(words: string[], env = settings): Promise<{ code: unknown; said: string }> {
  const running = begin('admin.ts', words, env)
  const [code] = await running.ended
  return { code, said: running.said() }
}

/** What the terminal says of the mails that were written to a folder, one after the other. */
const mailsIn = (said: string) => [
  ...said.matchAll(/Mail “[^”]+”: (http\S+)\n +\(no mail server is set; it is in (\S+\.eml)\)\n/g),
]

const linkIn = (said: string) => /^ *(http\S+\/become-administrator#\S+)$/m.exec(said)?.[1] ?? ''
const tokenOf = (link: string) => new URL(link).hash.slice(1)

function send(path: string, body: object, cookie = '') {
  return fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
  })
}

it('the person in front of the terminal makes the first administrator, with and without a running server', async () => {
  // Nothing runs, and there is not even a data folder.
  const early = await admin(['grant', 'Ada@Example.org'])
  expect(early).toMatchObject({ code: 0 })
  expect(early.said).toContain('no confirmed account with the address ada@example.org')
  expect(linkIn(early.said)).toContain(url)
  expect((await admin(['--list'])).said).toContain('no moderator and no administrator')

  const running = begin('main.ts', [], settings)
  const [, first = ''] = await running.says(/^ *(http\S+\/become-administrator#\S+)$/m)
  expect(running.said()).toContain('This site has no administrator yet')
  const cookies: Record<string, string> = {}
  for (const [at, name] of ['ada', 'ben'].entries()) {
    const email = `${name}@example.org`
    const signUp = await send('/api/auth/sign-up/email', { name, email, password })
    expect(signUp.status).toBe(200)
    await running.says(new RegExp(`(?:it is in \\S+confirm-address\\.eml\\)[^]*){${at + 1}}`))
    const [, link = '', file = ''] = mailsIn(running.said())[at] ?? []
    expect(file.startsWith(join(folder, 'data', 'mail'))).toBe(true)
    expect(statSync(file).mode & 0o077).toBe(0)
    expect(await readMail(readFileSync(file))).toMatchObject({ to: email, link })
    const confirmed = await send('/api/auth/verify-email', { token: tokenOf(link) })
    cookies[name] = cookiesOf(confirmed)
    expect(cookies[name]).toContain('session_token')
  }
  const use = (who: string, link: string) =>
    send('/api/v1/me/administrator', { token: tokenOf(link) }, cookies[who])

  // The link from before the start is for Ada only, and works once.
  expect((await use('ben', linkIn(early.said))).status).toBe(403)
  const became = await use('ada', linkIn(early.said))
  expect(await became.json()).toMatchObject({ role: 'administrator', factors: 1 })
  const again = await use('ada', linkIn(early.said))
  expect([again.status, await again.json()]).toMatchObject([
    403,
    { type: 'urn:homeward:problem:link-not-valid' },
  ])

  expect((await admin(['list'])).said).toMatch(
    /^administrator +ada@example.org +ada +\(has no second factor yet\)\n$/,
  )
  const granted = await admin(['grant', 'ben@example.org'])
  expect(granted.said).toContain('ben@example.org is an administrator now')
  expect(granted.code).toBe(0)
  expect((await admin(['--list'])).said).toContain('ben@example.org')
  // Links stand on the terminal and in no line of the log.
  const log = running
    .said()
    .split('\n')
    .filter((line) => line.startsWith('{'))
  expect(log.length).toBeGreaterThan(0)
  for (const line of log) {
    expect(line).not.toContain(tokenOf(first))
    expect(line).not.toMatch(/become-administrator|#|@example/)
  }
  await running.end()

  const second = begin('main.ts', [], settings)
  await second.says(/Stop it with Ctrl\+C/)
  await second.end()
  expect(second.said()).not.toContain('become-administrator')
})

it('works with a database of one’s own', async () => {
  const database = await freshDatabase('empty')
  const env = { ...settings, DATA_DIR: join(folder, 'elsewhere'), DATABASE_URL: database.url }
  expect(linkIn((await admin(['grant', 'eve@example.org'], env)).said)).not.toBe('')
  await database.drop()
  const gone = await admin(['list'], env)
  expect(gone.code).toBe(1)
  expect(gone.said).toContain('It has no such database')
  expect(gone.said).not.toMatch(/\n +at /)
})

it.each([
  [['grant']],
  [['reset-second-factor']],
  [['grant', 'a b']],
  [['revoke', 'a@example.org']],
  [[]],
  [['--what']],
])('says what it understands: %s', async (words) => {
  const { code, said } = await admin(words)
  expect(code).toBe(1)
  expect(said).toContain('npm run admin -- grant someone@example.org')
  expect(said).not.toMatch(/\n +at /)
})
