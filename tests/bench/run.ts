import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Every measurement, one after another: nothing else should run beside them. */
const programs = [
  'start.ts',
  'weight.ts',
  'entries.ts',
  'search.ts',
  'autosave.ts',
  'queue.ts',
  'moderators.ts',
  'relevance/here.ts',
]

for (const program of programs) {
  process.stdout.write(`\n${program}\n`)
  const file = fileURLToPath(new URL(program, import.meta.url))
  const { status } = spawnSync(process.execPath, [file], { stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
