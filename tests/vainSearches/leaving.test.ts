import { expect, it, onTestFinished } from 'vitest'
import { startedSite } from '../site.ts'

it('goes on when people leave while they are told that nothing was found', async () => {
  const site = await startedSite()
  onTestFinished(() => site.stop())
  site.app.server.once('request', (request, response) => {
    response.once('prefinish', () => request.socket.destroy())
  })
  const faults: unknown[] = []
  const note = (fault: unknown) => faults.push(fault)
  process.on('uncaughtExceptionMonitor', note)
  onTestFinished(() => void process.off('uncaughtExceptionMonitor', note))
  await fetch(`${site.url}/api/v1/search?q=qzxqzx`).catch(() => undefined)
  const next = await fetch(`${site.url}/api/v1/search?q=qzxqzx`)
  expect(next.status).toBe(200)
  expect(faults).toEqual([])
})
