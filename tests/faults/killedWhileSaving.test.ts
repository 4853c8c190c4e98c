import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import type { Submission } from '@homeward/schema/submission.ts'
import { freshDatabase } from '../database.ts'
import { personAt, teamOf, type TestPerson } from '../people.ts'
import { secretOfTests } from '../site.ts'
import { temporaryFolder } from './serverProcess.ts'

const program = fileURLToPath(new URL('wholeServer.ts', import.meta.url))

/** Starts a server on a database, in a process of its own. */
async function started(databaseUrl: string): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      DATA_DIR: temporaryFolder(),
      DATABASE_URL: databaseUrl,
      SECRET: secretOfTests,
    },
  })
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  if (child.stdout === null) throw new Error('It says nothing')
  for await (const line of createInterface({ input: child.stdout })) {
    const { url }: { url: string } = JSON.parse(line)
    return { url, child }
  }
  throw new Error('It ended without a word')
}

/** Speaks to a server as somebody who signed in at another one with the same database. */
const speaking =
  (url: string, { cookie }: TestPerson) =>
  (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method,
      headers: { cookie, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })

it('what a killed server said that it saved is there, and what was on its way can be sent again', async () => {
  const database = await freshDatabase()
  const first = await started(database.url)
  const place = { url: first.url, database }
  const person = await personAt(place)
  await teamOf(place, 'dk-aarhus', [{ person }])
  const ask = speaking(first.url, person)
  const begun: Submission = await (
    await ask('POST', '/api/v1/submissions', { city: 'dk-aarhus' })
  ).json()
  const path = `/api/v1/submissions/${begun.id}`

  const told = { text: '', version: begun.version }
  const said = { last: '' }
  const typing = (async () => {
    for (let i = 0; ; i++) {
      said.last = `${told.text}${i}, `
      const answer = await ask(
        'PATCH',
        path,
        { sections: { approach: said.last } },
        { 'if-match': `"${told.version}"` },
      )
      const saved: Submission = await answer.json()
      told.text = saved.content.sections?.approach ?? ''
      told.version = saved.version
      // In the middle of the next save.
      if (i === 40) setImmediate(() => first.child.kill('SIGKILL'))
    }
  })()
  await expect(typing).rejects.toThrow('fetch failed')

  const second = await started(database.url)
  const again = speaking(second.url, person)
  const kept: Submission = await (await again('GET', path)).json()
  const text = kept.content.sections?.approach
  expect(told.version).toBeGreaterThan(40)
  expect([told.text, said.last]).toContain(text)
  // The form sends again what it kept, with the version that it knows of.
  const sent = await again(
    'PATCH',
    path,
    { sections: { approach: said.last } },
    { 'if-match': `"${told.version}"` },
  )
  expect(sent.status).toBe(200)
  const after: Submission = await (await again('GET', path)).json()
  expect(after.content.sections?.approach).toBe(said.last)
  second.child.kill('SIGKILL')
  await once(second.child, 'exit')
  await database.drop()
})
