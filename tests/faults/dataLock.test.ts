import { cpSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockDataFolder } from '../../server/platform/dataFolder/dataLock.ts'
import { isRoot, nobody, startServer, temporaryFolder } from './serverProcess.ts'

function lockFile(folder: string): string {
  const last = Math.max(...readdirSync(join(folder, 'lock')).map(Number))
  return join(folder, 'lock', String(last))
}

function rewrite(folder: string, changes: Record<string, unknown>): void {
  const file = lockFile(folder)
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...changes }))
}

test('a second server on a folder is told which process has it', async () => {
  const folder = temporaryFolder()
  const first = await startServer(folder, [])
  const second = await startServer(folder, [])
  expect(second.said).toMatchObject({ ready: false, forPeople: true })
  expect(second.said.message).toContain(folder)
  expect(second.said.message).toContain(`process ${first.pid}`)
})

test('a folder is free again after a stop, and after a kill', async () => {
  const folder = temporaryFolder()
  for (const signal of ['SIGTERM', 'SIGKILL', 'SIGTERM'] as const) {
    const server = await startServer(folder, [])
    expect(server.said.message ?? '').toBe('')
    await server.end(signal)
  }
  expect(readdirSync(join(folder, 'lock'))).toHaveLength(1)
})

test('of many that start at once exactly one wins', async () => {
  const folder = temporaryFolder()
  const killed = await startServer(folder, [])
  await killed.end('SIGKILL')
  const servers = await Promise.all(Array.from({ length: 6 }, () => startServer(folder, [])))
  expect(servers.filter(({ said }) => said.ready)).toHaveLength(1)
})

test('of many that see a dead holder at the same moment exactly one wins', async () => {
  const folder = temporaryFolder()
  await (await startServer(folder, [])).end('SIGKILL')
  const tries = await Promise.allSettled(Array.from({ length: 6 }, () => lockDataFolder(folder)))
  const won = tries.filter(({ status }) => status === 'fulfilled')
  expect(won).toHaveLength(1)
  for (const tried of tries) if (tried.status === 'fulfilled') tried.value.release()
})

test('a copy of a data folder in use is a folder of its own', async () => {
  const folder = temporaryFolder()
  await startServer(join(folder, 'data'), [])
  cpSync(join(folder, 'data'), join(folder, 'copy'), { recursive: true })
  const lock = await lockDataFolder(join(folder, 'copy'))
  lock.release()
})

test('a process that only has the number of the killed server is not in the way', async () => {
  const folder = temporaryFolder()
  await (await startServer(folder, [])).end('SIGKILL')
  rewrite(folder, { pid: process.pid })
  const lock = await lockDataFolder(folder)
  lock.release()
})

test('a server in another container is seen by its heartbeat', async () => {
  const folder = temporaryFolder()
  await (await startServer(folder, [])).end('SIGKILL')
  rewrite(folder, { space: 'another container' })
  const file = lockFile(folder)
  const beating = setInterval(() => utimesSync(file, new Date(), new Date()), 200)
  await expect(lockDataFolder(folder)).rejects.toThrow('Another server is using')
  clearInterval(beating)
})

test('a server of another container, or before a restart of the machine, that is gone is not in the way', async () => {
  const folder = temporaryFolder()
  await (await startServer(folder, [])).end('SIGKILL')
  rewrite(folder, { space: 'another container' })
  const longAgo = new Date(Date.now() - 60_000)
  utimesSync(lockFile(folder), longAgo, longAgo)
  const lock = await lockDataFolder(folder)
  await expect(lockDataFolder(folder)).rejects.toThrow(`process ${process.pid}`)
  lock.release()
})

test('a folder that may not be written to is explained', async ({ skip }) => {
  skip(!isRoot, 'only root can start a server as another user')
  const { said } = await startServer(temporaryFolder(), [], nobody)
  expect(said).toMatchObject({ ready: false, forPeople: true })
  expect(said.message).toMatch(/data folder .* may not be written to by the user/)
  expect(said.message).toContain('DATA_DIR')
})
