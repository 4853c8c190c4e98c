import { relative, resolve } from 'node:path'
import { runCommand, Wrong } from '@homeward/server/platform/command.ts'
import { readConfig } from '@homeward/server/platform/config/config.ts'
import { inTransaction, startJobs } from '@homeward/server/platform/jobs.ts'
import { migrate, openDatabase } from '@homeward/server/platform/postgres/database.ts'
import { reachPostgres } from '@homeward/server/platform/postgres/sharedPostgres.ts'
import { writeCountries } from '@homeward/server/places/store.ts'
import { queues } from '@homeward/server/queues.ts'
import { checkReport } from './checkReport.ts'
import { importSeeds, type Imported } from './import.ts'
import { ownFolder, readContent, type Content } from './read.ts'

const usage = `Brings the content as its files have it now into the database; what people changed there since stays:

  npm run seeds:import                     the content of this repository, or that of SEEDS
  npm run seeds:import -- path/to/folder   other content
  npm run seeds:import -- --try            only says what would be done
`

interface Asked {
  folder: string | null
  trying: boolean
}

function askedOf(words: string[]): Asked {
  const [folder, ...more] = words.filter((word) => word !== '--try')
  if (more.length > 0 || folder?.startsWith('-')) throw new Wrong(usage)
  return { folder: folder ?? null, trying: words.includes('--try') }
}

function folderOf({ folder }: Asked, seeds: string | null): string {
  if (folder !== null) return resolve(folder)
  if (seeds === 'none') {
    throw new Wrong(`SEEDS is none, so there is no content to read. Name a folder.\n\n${usage}`)
  }
  return seeds ?? ownFolder
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} }

/** Ends a transaction that was only there to see what it would do. */
class OnlyTried extends Error {
  readonly imported: Imported

  constructor(imported: Imported) {
    super('Only tried')
    this.imported = imported
  }
}

async function importInto(url: string, content: Content, trying: boolean): Promise<Imported> {
  await migrate(url)
  const database = openDatabase(url, 2)
  const jobs = await startJobs(url, queues, (error) => {
    throw error
  })
  try {
    await writeCountries(database.db)
    return await inTransaction(database, jobs, async (work) => {
      const imported = await importSeeds(work, content)
      if (trying) throw new OnlyTried(imported)
      return imported
    })
  } catch (error) {
    if (error instanceof OnlyTried) return error.imported
    throw error
  } finally {
    await jobs.stop()
    await database.close()
  }
}

const listed = (what: string, slugs: string[]) => [
  `${what}: ${slugs.length}`,
  ...slugs.map((slug) => `  ${slug}`),
]

function report({ added, updated, unchanged, kept }: Imported, trying: boolean): string {
  return [
    ...listed('New', added),
    ...listed('Changed in the files', updated),
    ...listed('Changed or taken down by people, and left as they are', kept),
    `The same: ${unchanged.length}`,
    trying ? 'Nothing was written: this was only a try.' : 'All is written.',
    '',
  ].join('\n')
}

async function main(): Promise<number> {
  const asked = askedOf(process.argv.slice(2))
  const config = readConfig(process.env)
  const folder = folderOf(asked, config.seeds)
  const read = await readContent(folder)
  if (!read.ok) {
    const faults = checkReport(read, relative(process.cwd(), folder))
    process.stderr.write(`${[...faults, 'Nothing was written.'].join('\n')}\n`)
    return 1
  }
  const { url, stop } = await reachPostgres(config, quiet)
  try {
    process.stdout.write(report(await importInto(url, read.content, asked.trying), asked.trying))
    return 0
  } finally {
    await stop()
  }
}

runCommand(main)
