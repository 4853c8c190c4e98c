import { Client, DatabaseError } from 'pg'
import { StartError } from '../startError.ts'

const patience = 10_000
const needed = { major: 18 }

/** What to do about PostgreSQL's own refusals, by its codes. */
const remedies: Record<string, string> = {
  '28P01': 'Its password or user is not right: check them in DATABASE_URL.',
  '28000': 'It refuses this user: check the user in DATABASE_URL, and pg_hba.conf on its side.',
  '3D000': 'It has no such database: make it with createdb, or name another in DATABASE_URL.',
  '42501': 'This user may not make tables there: let it own the database.',
}

/**
 * Makes sure that the PostgreSQL at DATABASE_URL answers and is new enough.
 * @throws StartError that names the host, never the password
 */
export async function checkDatabase(url: string): Promise<void> {
  const { hostname, port, pathname } = new URL(url)
  const where = `${hostname}:${port || '5432'}${pathname}`
  const client = new Client({ connectionString: url, connectionTimeoutMillis: patience })
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string }>(
      `select current_setting('server_version_num') as version`,
    )
    const version = Number(rows[0]?.version ?? 0)
    if (Math.floor(version / 10_000) < needed.major) {
      throw new StartError(
        `The PostgreSQL at ${where} is of version ${Math.floor(version / 10_000)}.`,
        'Nothing was changed in it.',
        `Homeward needs version ${needed.major} or newer.`,
      )
    }
  } catch (error) {
    if (error instanceof StartError) throw error
    const said = error instanceof Error ? error.message : String(error)
    throw new StartError(
      `The PostgreSQL at ${where} does not let the server in: ${said || 'no answer'}.`,
      'Nothing was changed in it.',
      (error instanceof DatabaseError && remedies[error.code ?? '']) ||
        'See that it runs and that DATABASE_URL names it, or leave DATABASE_URL out to run one here.',
      { cause: error },
    )
  } finally {
    await client.end().catch(() => {})
  }
}
