import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { expect, test, vi } from 'vitest'
import { mounted } from '../smallDisk.ts'
import {
  bystander,
  isRoot,
  nobody,
  processesOn,
  spawnServer,
  startServer,
  temporaryFolder,
} from './serverProcess.ts'

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  // Connections break when the server is killed, which these tests do.
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

function postmaster(folder: string): number {
  return Number.parseInt(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10)
}

test('what was stored is there after a stop and after a kill, and no process is left', async () => {
  const folder = temporaryFolder()
  const first = await startServer(folder, ['postgres'])
  expect(first.said.message ?? '').toBe('')
  await ask(first.said.url, "CREATE TABLE kept AS SELECT 'Århus' AS city")
  await first.end('SIGTERM')
  expect(processesOn(folder)).toEqual([])

  const second = await startServer(folder, ['postgres'])
  await ask(second.said.url, "INSERT INTO kept VALUES ('Mombasa')")
  await second.end('SIGKILL')
  expect(processesOn(folder).length).toBeGreaterThan(0)

  const third = await startServer(folder, ['postgres'])
  expect(await ask(third.said.url, 'SELECT city FROM kept')).toEqual(['Århus', 'Mombasa'])
  expect(third.said.notes.join()).toContain('left running by a server that was killed')
  expect(third.said.milliseconds).toBeLessThan(3000)
  await third.end('SIGTERM')
  expect(processesOn(folder)).toEqual([])
})

test('it speaks UTF-8, listens on loopback alone, and has what the search needs', async () => {
  const folder = temporaryFolder()
  const { said } = await startServer(folder, ['postgres'])
  for (const name of ['pg_trgm', 'unaccent', 'fuzzystrmatch']) {
    await ask(said.url, `CREATE EXTENSION ${name}`)
  }
  const shown = ['server_encoding', 'listen_addresses', 'unix_socket_directories', 'TimeZone']
  const settings = await Promise.all(shown.map((name) => ask(said.url, `SHOW ${name}`)))
  expect(settings.flat()).toEqual(['UTF8', '127.0.0.1', '', 'UTC'])
  expect(await ask(said.url, "SELECT lower('ÄÖŽ'), 'z' < 'ä' COLLATE \"sv-x-icu\"")).toEqual([
    'äöž',
    true,
  ])
  const password = join(folder, 'postgres-password')
  expect(statSync(password).mode & 0o777).toBe(0o600)
  expect(processesOn(folder).join()).not.toContain(readFileSync(password, 'utf8').trim())
})

test('a server that dies of a signal takes PostgreSQL with it, even before it listens to signals', async () => {
  const folder = temporaryFolder()
  const server = await startServer(folder, ['postgres', 'fallback'])
  await server.end('SIGTERM')
  await vi.waitFor(() => expect(processesOn(folder)).toEqual([]), { timeout: 10_000, interval: 20 })
})

test('a first start that was killed half way is begun anew', async () => {
  const folder = temporaryFolder()
  const child = spawnServer(folder, ['postgres'])
  const begun = join(folder, 'postgres-being-made')
  await expect.poll(() => existsSync(join(begun, 'base')), { interval: 2 }).toBe(true)
  child.kill('SIGKILL')
  expect(existsSync(join(folder, 'postgres'))).toBe(false)
  const next = await startServer(folder, ['postgres'])
  expect(next.said.message ?? '').toBe('')
  expect(await ask(next.said.url, 'SELECT 1')).toEqual([1])
  expect(readdirSync(folder)).not.toContain('postgres-being-made')
})

test('a process that only has the number of the killed PostgreSQL is left alone', async () => {
  const folder = temporaryFolder()
  const first = await startServer(folder, ['postgres'])
  await first.end('SIGTERM')
  const file = join(folder, 'postgres', 'postmaster.pid')
  const other = bystander()
  writeFileSync(file, `${other.pid}\n${join(folder, 'postgres')}\n1\n1\n\n\n\n`)
  const next = await startServer(folder, ['postgres'])
  expect(next.said).toMatchObject({ ready: true, notes: [] })
  expect(other.exitCode ?? other.signalCode).toBeNull()
})

test('PostgreSQL that dies while the server lives comes back at the same address', async () => {
  const folder = temporaryFolder()
  const { said } = await startServer(folder, ['postgres'])
  await ask(said.url, 'CREATE TABLE kept (city text)')
  const pid = postmaster(folder)
  process.kill(pid, 'SIGKILL')
  await vi.waitFor(
    async () => expect(await ask(said.url, 'SELECT count(*)::int FROM kept')).toEqual([0]),
    { timeout: 10_000, interval: 50 },
  )
  expect(postmaster(folder)).not.toBe(pid)
})

test('a database whose password was lost opens with a new one', async () => {
  const folder = temporaryFolder()
  const first = await startServer(folder, ['postgres'])
  await ask(first.said.url, 'CREATE TABLE kept (city text)')
  await first.end('SIGTERM')
  rmSync(join(folder, 'postgres-password'))
  const next = await startServer(folder, ['postgres'])
  expect(await ask(next.said.url, 'SELECT count(*)::int FROM kept')).toEqual([0])
  expect(next.said.url).not.toBe(first.said.url)
})

test('a folder called postgres that is no database is left as it is', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'postgres'))
  writeFileSync(join(folder, 'postgres', 'letter.txt'), 'mine')
  const { said } = await startServer(folder, ['postgres'])
  expect(said).toMatchObject({ ready: false, forPeople: true })
  expect(said.message).toContain('not a PostgreSQL database')
  expect(readFileSync(join(folder, 'postgres', 'letter.txt'), 'utf8')).toBe('mine')
})

test('a database of another PostgreSQL is left as it is', async () => {
  const folder = temporaryFolder()
  await (await startServer(folder, ['postgres'])).end('SIGTERM')
  const version = join(folder, 'postgres', 'PG_VERSION')
  writeFileSync(version, '17\n')
  const { said } = await startServer(folder, ['postgres'])
  expect(said).toMatchObject({ ready: false, forPeople: true })
  expect(said.message).toContain('made by PostgreSQL 17')
})

test('an ordinary user runs it too, and then root', async ({ skip }) => {
  skip(!isRoot, 'this run is by an ordinary user already; root cannot be tried')
  const folder = temporaryFolder()
  chownSync(folder, nobody, nobody)
  const first = await startServer(folder, ['postgres'], nobody)
  expect(first.said.message ?? '').toBe('')
  await ask(first.said.url, 'CREATE TABLE kept (city text)')
  await first.end('SIGKILL')
  const asRoot = await startServer(folder, ['postgres'])
  expect(await ask(asRoot.said.url, 'SELECT count(*)::int FROM kept')).toEqual([0])
  await asRoot.end('SIGTERM')
  const again = await startServer(folder, ['postgres'], nobody)
  expect(await ask(again.said.url, 'SELECT count(*)::int FROM kept')).toEqual([0])
})

test('a database that root made is not opened by another user', async ({ skip }) => {
  skip(!isRoot, 'only root can start servers as two users')
  const folder = temporaryFolder()
  await (await startServer(folder, ['postgres'])).end('SIGTERM')
  for (const name of ['.', 'lock', 'postgres-password']) {
    chownSync(join(folder, name), nobody, nobody)
  }
  const { said } = await startServer(folder, ['postgres'], nobody)
  expect(said).toMatchObject({ ready: false, forPeople: true })
  expect(said.message).toContain('belongs to another user')
})

test('root may keep its data in a folder that is closed to others', async ({ skip }) => {
  skip(!isRoot, 'only root runs PostgreSQL as another user')
  const home = temporaryFolder()
  chmodSync(home, 0o700)
  const folder = join(home, 'homeward', 'data')
  const first = await startServer(folder, ['postgres'])
  expect(first.said.message ?? '').toBe('')
  const elsewhere = readlinkSync(join(folder, 'postgres'))
  try {
    expect(first.said.notes.join()).toContain(elsewhere)
    expect(readFileSync(join(dirname(elsewhere), 'made-for'), 'utf8')).toContain(folder)
    expect(statSync(home).mode & 0o777).toBe(0o700)
    await ask(first.said.url, 'CREATE TABLE kept (city text)')
    await first.end('SIGKILL')
    const next = await startServer(folder, ['postgres'])
    expect(await ask(next.said.url, 'SELECT count(*)::int FROM kept')).toEqual([0])

    execFileSync('cp', ['-a', folder, join(home, 'copy')])
    const copy = await startServer(join(home, 'copy'), ['postgres'])
    expect(copy.said).toMatchObject({ ready: false, forPeople: true })
    expect(copy.said.message).toContain(`process ${next.pid}`)
    await next.end('SIGTERM')
    expect(processesOn(elsewhere)).toEqual([])
  } finally {
    rmSync(dirname(elsewhere), { recursive: true, force: true })
  }
})

test('a full disk is explained, and after making room it starts', async ({ skip }) => {
  const folder = temporaryFolder()
  skip(!mounted(folder, '20m'), 'no small disk could be mounted here: a full disk was not tried')
  try {
    const full = await startServer(join(folder, 'data'), ['postgres'])
    expect(full.said).toMatchObject({ ready: false, forPeople: true })
    expect(full.said.message).toMatch(/The disk that holds .* is full/)
    execFileSync('mount', ['-o', 'remount,size=200m', folder])
    const first = await startServer(join(folder, 'data'), ['postgres'])
    expect(first.said.message ?? '').toBe('')
    await ask(first.said.url, 'CREATE TABLE kept (city text)')
    await first.end('SIGKILL')
    fill(join(folder, 'ballast'))
    const again = await startServer(join(folder, 'data'), ['postgres'])
    if (!again.said.ready) expect(again.said.message).toMatch(/The disk that holds .* is full/)
    await again.end('SIGTERM')
    rmSync(join(folder, 'ballast'))
    const last = await startServer(join(folder, 'data'), ['postgres'])
    expect(await ask(last.said.url, 'SELECT count(*)::int FROM kept')).toEqual([0])
    await last.end('SIGTERM')
  } finally {
    execFileSync('umount', ['-l', folder])
  }
})

function fill(file: string): void {
  try {
    writeFileSync(file, Buffer.alloc(200 * 1024 * 1024))
  } catch {
    // The disk is full now, which is what was wanted.
  }
}
