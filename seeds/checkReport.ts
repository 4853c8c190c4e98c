import { join } from 'node:path'
import type { ReadContent } from './read.ts'

/** What reading a folder of content has found, as lines for a terminal or an editor. @param place how files are named */
export function checkReport(read: ReadContent, place: string): string[] {
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
