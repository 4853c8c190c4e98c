import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import { openDatabase, type Database } from '../server/platform/postgres/database.ts'
import { startJobs, type Jobs } from '../server/platform/jobs.ts'
import { queues } from '../server/queues.ts'
import { databaseAt } from './foundations.ts'

export interface TestDatabase extends Database {
  url: string
  jobs: Jobs
  /** Closes and drops it. */
  drop(): Promise<void>
}

/** Runs statements on the PostgreSQL that tests share, as the one who may do everything. */
export async function administer(...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: inject('postgres') })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

/** A database of one's own: with the starting content, or with tables only. */
export async function freshDatabase(content: 'seeded' | 'empty' = 'seeded'): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(`create database ${name} template template_${content}`)
  const url = databaseAt(inject('postgres'), name)
  const database = openDatabase(url, 5)
  const jobs = await startJobs(url, queues, (error) => {
    throw error
  })
  return {
    ...database,
    url,
    jobs,
    async drop() {
      await jobs.stop()
      await database.close()
      // Waits for connections that are about to end: whoever is thrown out says so, to nobody who listens any more.
      await administer(`drop database ${name}`).catch(() =>
        administer(`drop database ${name} with (force)`),
      )
    },
  }
}
