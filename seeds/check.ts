import { join, relative, resolve } from 'node:path'
import { ownFolder, readContent, type ReadContent } from './read.ts'

/** What a check has found, as lines for a terminal or an editor. */
function report(read: ReadContent, place: string): string[] {
  if (read.ok) {
    const { entries, cities, vocabulary } = read.content
    const terms = Object.values(vocabulary).flat().length
    return [`${entries.length} entries are right, with ${terms} terms and ${cities.length} cities.`]
  }
  const { faults, files } = read
  return [
    ...faults.map(
      ({ file, line, field, message }) => `${join(place, file)}:${line} ${field}: ${message}`,
    ),
    '',
    `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'} in ${files} entries.`,
  ]
}

// Checks a folder of content, by default the one that comes with the program, and names every fault.
const folder = resolve(process.argv[2] ?? ownFolder)
const read = await readContent(folder)
process.exitCode = read.ok ? 0 : 1
// Who reads may stop reading (`| head`).
process.stdout.on('error', () => {})
process.stdout.write(`${report(read, relative(process.cwd(), folder)).join('\n')}\n`)
