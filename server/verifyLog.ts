import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { verifyLog, type LogEnd, type LogFault } from './moderation/verifying.ts'
import { runCommand, Wrong } from './platform/command.ts'
import { readConfig } from './platform/config/config.ts'
import { errorCode } from './platform/dataFolder/dataFolder.ts'
import { openDatabase } from './platform/postgres/database.ts'
import { reachPostgres } from './platform/postgres/sharedPostgres.ts'

const usage = `Finds out whether the decision log is whole:

  npm run log:verify                        also compares it with where it stood when this was last run
  npm run log:verify -- 128:9f86d0…         and with what was noted elsewhere: a number and its hash
`

/** Outside the database: whoever can change everything in there cannot change this. */
const noteFile = (dataDir: string) => join(dataDir, 'decision-log')

function noteOf(text: string): LogEnd {
  const [, number, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim()) ?? []
  if (number === undefined || hash === undefined) throw new Wrong(usage)
  return { number: Number(number), hash }
}

function keptNotes(dataDir: string): LogEnd[] {
  try {
    return readFileSync(noteFile(dataDir), 'utf8').split('\n').filter(Boolean).map(noteOf)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}

const words = {
  changed: 'was changed after it was written',
  missing: 'was removed',
  'not-chained': 'does not follow from the one before',
  'cut-off': 'is the last there is, and there were more',
  rewritten: 'is not the one that was noted outside the database',
} as const satisfies Record<LogFault['what'], string>

const quiet = { debug() {}, info() {}, warn() {}, error() {} }

async function main(): Promise<number> {
  const given = process.argv.slice(2).map(noteOf)
  const config = readConfig(process.env)
  const notes = [...keptNotes(config.dataDir), ...given]
  const { url, stop } = await reachPostgres(config, quiet)
  try {
    const database = openDatabase(url, 1)
    try {
      const { end, faults } = await verifyLog(database.db, notes)
      if (
        faults.length === 0 &&
        end.number > 0 &&
        !notes.some(({ number }) => number === end.number)
      ) {
        mkdirSync(config.dataDir, { recursive: true })
        writeFileSync(noteFile(config.dataDir), `${end.number}:${end.hash}\n`, {
          flag: 'a',
          mode: 0o600,
        })
      }
      process.stdout.write(report(end, faults))
      return faults.length === 0 ? 0 : 1
    } finally {
      await database.close()
    }
  } finally {
    await stop()
  }
}

function report(end: LogEnd, faults: LogFault[]): string {
  if (faults.length > 0) {
    const lines = faults.map(({ number, what }) => `  Row ${number} ${words[what]}.`)
    return `The decision log is not whole:\n${lines.join('\n')}\n`
  }
  if (end.number === 0) return 'The decision log is whole: nothing has been decided yet.\n'
  return `The decision log is whole: ${end.number} rows.
Keep this somewhere else, to compare with it later:

  ${end.number}:${end.hash}\n`
}

runCommand(main)
