import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { readConfig } from '../../server/platform/config/config.ts'
import { findMeilisearch } from '../../server/platform/meilisearch/meilisearchProcess.ts'
import { chooseMeilisearch } from '../../server/search/choose.ts'
import { bystander, processesOn, startServer, temporaryFolder } from './serverProcess.ts'

const bin = findMeilisearch({ meiliBin: null, path: process.env['PATH'] })
const name =
  bin === null ? 'Meilisearch (NOT FOUND on the PATH: not tried)' : `Meilisearch (${bin})`

function childPid(folder: string): number {
  return JSON.parse(readFileSync(join(folder, 'meilisearch.json'), 'utf8')).pid
}

async function healthy(url: string): Promise<boolean> {
  return fetch(`${url}/health`).then(
    ({ ok }) => ok,
    () => false,
  )
}

describe.skipIf(bin === null)(name, () => {
  test.each([
    ['a database that others may use too', 'postgres://localhost/homeward', 1],
    ['a database of its own', undefined, 0],
  ])('beside %s says whether its index must be shared', async (_, url, times) => {
    const notes: string[] = []
    const quiet = { debug() {}, warn() {}, error() {} }
    const info = (...said: unknown[]) => notes.push(said.join(' '))
    const config = readConfig({ DATA_DIR: temporaryFolder(), DATABASE_URL: url })
    const chosen = await chooseMeilisearch(config, { ...quiet, info }, process.env['PATH'])
    await chosen?.stop()
    expect(notes.filter((note) => /share it by MEILI_URL/.test(note))).toHaveLength(times)
  })

  test('is started with a key of its own, and stopped with the server', async () => {
    const folder = temporaryFolder()
    const { said, end } = await startServer(folder, ['meilisearch'])
    const { url = '', key = '' } = said.meilisearch ?? {}
    expect(await healthy(url)).toBe(true)
    expect((await fetch(`${url}/indexes`)).status).toBe(401)
    const asked = await fetch(`${url}/indexes`, { headers: { authorization: `Bearer ${key}` } })
    expect(asked.status).toBe(200)
    expect(processesOn(folder).join()).not.toContain(key)
    expect(statSync(join(folder, 'meilisearch-key')).mode & 0o777).toBe(0o600)
    await end('SIGTERM')
    expect(processesOn(folder)).toEqual([])
  })

  test('one that a killed server left is stopped before the next begins', async () => {
    const folder = temporaryFolder()
    const first = await startServer(folder, ['meilisearch'])
    const left = childPid(folder)
    await first.end('SIGKILL')
    expect(processesOn(folder)).toHaveLength(1)
    const next = await startServer(folder, ['meilisearch'])
    expect(childPid(folder)).not.toBe(left)
    expect(processesOn(folder, [next.pid])).toHaveLength(1)
    expect(next.said.meilisearch?.key).toBe(first.said.meilisearch?.key)
  })

  test('a process that only has the number of the one left is not stopped', async () => {
    const folder = temporaryFolder()
    const other = bystander()
    const left = { pid: other.pid, started: 'some other time' }
    writeFileSync(join(folder, 'meilisearch.json'), JSON.stringify(left))
    expect((await startServer(folder, ['meilisearch'])).said.ready).toBe(true)
    expect(other.exitCode ?? other.signalCode).toBeNull()
  })

  test('one that dies while the server lives comes back at the same address', async () => {
    const folder = temporaryFolder()
    const { said } = await startServer(folder, ['meilisearch'])
    const url = said.meilisearch?.url ?? ''
    process.kill(childPid(folder), 'SIGKILL')
    await expect.poll(() => healthy(url), { interval: 5 }).toBe(false)
    await vi.waitFor(async () => expect(await healthy(url)).toBe(true), { timeout: 10_000 })
  })

  test.each([
    ['of another version', 'VERSION', '1.12.0'],
    ['that is damaged', 'auth/data.mdb', 'x'.repeat(3000)],
  ])('an index %s is set aside', async (_, file, content) => {
    const folder = temporaryFolder()
    await (await startServer(folder, ['meilisearch'])).end('SIGTERM')
    writeFileSync(join(folder, 'meilisearch', file), content)
    const { said } = await startServer(folder, ['meilisearch'])
    expect(said.ready).toBe(true)
    expect(said.notes.join()).toContain('It was set aside as')
    const aside = readdirSync(folder).filter((entry) => entry.startsWith('meilisearch-set-aside-'))
    expect(aside).toHaveLength(1)
  })
})

test('MEILI_BIN that is no program is refused by name', () => {
  expect(() => findMeilisearch({ meiliBin: '/nowhere/meilisearch', path: '' })).toThrow('MEILI_BIN')
})

test('none on the PATH is no fault', () => {
  expect(findMeilisearch({ meiliBin: null, path: temporaryFolder() })).toBeNull()
})
