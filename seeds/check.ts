import { relative, resolve } from 'node:path'
import { ownFolder, readContent } from './read.ts'

/** Checks a folder of content (by default the one that comes with the program) and names every fault. */
const folder = resolve(process.argv[2] ?? ownFolder)
const read = await readContent(folder)
if (read.ok) {
  const { entries, cities, vocabulary } = read.content
  const terms = Object.values(vocabulary).flat().length
  process.stdout.write(
    `${entries.length} entries are right, with ${terms} terms and ${cities.length} cities.\n`,
  )
} else {
  const place = relative(process.cwd(), folder)
  for (const { file, line, field, message } of read.faults) {
    process.stdout.write(`${place ? `${place}/` : ''}${file}:${line} ${field}: ${message}\n`)
  }
  const { length } = read.faults
  process.stdout.write(
    `\n${length} ${length === 1 ? 'fault' : 'faults'} in ${read.files} entries.\n`,
  )
  process.exitCode = 1
}
