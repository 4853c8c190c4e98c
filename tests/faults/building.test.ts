import { globSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { builtFolder, notBuilt } from '../../server/pages/build.ts'
import { StartError } from '../../server/platform/startError.ts'

it.each([
  [
    "Error: EACCES: permission denied, mkdtemp 'client/.building-x'",
    /may not write.*npm run build/s,
  ],
  ['Error: ENOSPC: no space left on device, write', /The disk that holds .* is full/],
  ["Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'vite'", /package 'vite'.*npm ci/s],
])('pages that cannot be built are explained: %s', (stderr, words) => {
  const said = notBuilt(Object.assign(new Error('Command failed'), { stderr }))
  expect(said).toBeInstanceOf(StartError)
  expect(String(said)).toMatch(words)
})

it('a server that runs goes on rendering where the pages are built anew: it has read them in one piece', () => {
  expect(globSync('**/*.js', { cwd: join(builtFolder, 'server') })).toEqual(['server.js'])
})
