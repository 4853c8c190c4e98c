import fastify from 'fastify'
import { expect, it, onTestFinished } from 'vitest'
import { listenAt } from '../../server/platform/http/listening.ts'
import { StartError } from '../../server/platform/startError.ts'

async function failure(host: string, port: number): Promise<unknown> {
  const app = fastify()
  onTestFinished(() => app.close())
  return listenAt(app, host, port).catch((error: unknown) => error)
}

it('a port that another program uses is named, with what to do', async () => {
  const other = fastify()
  onTestFinished(() => other.close())
  const port = Number(new URL(await other.listen({ host: '127.0.0.1', port: 0 })).port)
  const said = await failure('127.0.0.1', port)
  expect(said).toBeInstanceOf(StartError)
  expect(String(said)).toMatch(new RegExp(`Port ${port} is in use.*\\n.*PORT=3001`))
})

it.each(['192.0.2.1', 'homeward.invalid'])('%s is no address of this machine', async (host) => {
  const said = await failure(host, 0)
  expect(said).toBeInstanceOf(StartError)
  expect(String(said)).toMatch(/HOST is .*no address of this machine.*\n.*HOST=127\.0\.0\.1/)
})
