import { relative, resolve } from 'node:path'
import { checkReport } from './checkReport.ts'
import { ownFolder, readContent } from './read.ts'

// Checks a folder of content, by default the one that comes with the program, and names every fault.
const folder = resolve(process.argv[2] ?? ownFolder)
const read = await readContent(folder)
process.exitCode = read.ok ? 0 : 1
// Who reads may stop reading (`| head`).
process.stdout.on('error', () => {})
process.stdout.write(`${checkReport(read, relative(process.cwd(), folder)).join('\n')}\n`)
