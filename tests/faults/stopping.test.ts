import { once } from 'node:events'
import { connect } from 'node:net'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { readConfig } from '../../server/platform/config/config.ts'
import { startServer } from '../../server/start.ts'
import { freshDatabase } from '../database.ts'
import { secretOfTests } from '../site.ts'
import { temporaryFolder } from './serverProcess.ts'

it('a server that is told to stop before its search index is built ends quietly', async () => {
  const database = await freshDatabase()
  const server = await startServer(
    readConfig({
      PORT: '0',
      DATA_DIR: temporaryFolder(),
      DATABASE_URL: database.url,
      SECRET: secretOfTests,
    }),
    pino({ level: 'silent' }),
  )
  await server.stop()
  // Rejected, it would end the process in the middle of stopping.
  await expect(server.indexed).resolves.toBeUndefined()
  await database.drop()
}, 30_000)

it('a server that is told to stop waits for nobody who never ends what they ask', async () => {
  const database = await freshDatabase()
  const server = await startServer(
    readConfig({
      PORT: '0',
      SEARCH_ENGINE: 'postgres',
      DATA_DIR: temporaryFolder(),
      DATABASE_URL: database.url,
      SECRET: secretOfTests,
    }),
    pino({ level: 'silent' }),
  )
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  await once(socket, 'connect')
  socket.write('GET / HTTP/1.1\r\nHost: example.org\r\n')
  // The answer to one who came later: what was sent before has been read.
  await (await fetch(server.url)).text()
  const ended = once(socket, 'close')
  await server.stop()
  await ended
  expect(socket.destroyed).toBe(true)
  await database.drop()
}, 30_000)
