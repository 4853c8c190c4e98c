import { Client, DatabaseError } from 'pg'
import { StartError } from '../startError.ts'

const patience = 10_000
const needed = { major: 18, extensions: ['pg_trgm', 'fuzzystrmatch'] }

interface Found {
  major: number
  encoding: string
  readOnly: boolean
  /** Whether this user may make tables, add extensions and change the tables that are there. */
  owns: boolean
  /** Extensions that are needed and not installed on the machine of PostgreSQL. */
  missing: string[]
}

const question = `
  select current_setting('server_version_num')::int / 10000 as major,
    current_setting('server_encoding') as encoding,
    current_setting('transaction_read_only') = 'on' as "readOnly",
    has_database_privilege(current_database(), 'create')
      and coalesce(has_schema_privilege(current_schema(), 'create'), false)
      and coalesce(
        (select pg_has_role(relowner, 'usage') from pg_class where oid = to_regclass('migrations')),
        true
      ) as owns,
    array(
      select name from unnest($1::text[]) as name
      where name not in (select available.name from pg_available_extensions as available)
    ) as missing`

/** What to do about PostgreSQL's own refusals, by its codes. */
const remedies: Record<string, string> = {
  '28P01': 'Its password or user is not right: check them in DATABASE_URL.',
  '28000': 'It refuses this user: check the user in DATABASE_URL, and pg_hba.conf on its side.',
  '3D000': 'It has no such database: make it with createdb, or name another in DATABASE_URL.',
  '42501': 'Let the user in DATABASE_URL own the database: alter database ... owner to ...',
}

/** What is in the way of a start, and what to do about it; null where nothing is. */
function hindrance(found: Found): [fault: string, remedy: string] | null {
  if (found.major < needed.major)
    return [`is of version ${found.major}`, `Homeward needs version ${needed.major} or newer.`]
  if (found.encoding !== 'UTF8')
    return [
      `keeps its text as ${found.encoding}, which cannot hold every letter`,
      "Make a database with: create database homeward encoding 'UTF8' template template0",
    ]
  if (found.readOnly)
    return [
      'can only be read',
      'Name the one that takes changes in DATABASE_URL, rather than a copy of it.',
    ]
  if (!found.owns)
    return [
      'does not let this user make and change tables',
      'Let the user in DATABASE_URL own the database and the tables in it: alter database ... owner to ...',
    ]
  if (found.missing.length > 0)
    return [
      `has no extension ${found.missing.join(' and ')}`,
      'Install the extensions that come with PostgreSQL on its machine (postgresql-contrib).',
    ]
  return null
}

/**
 * Makes sure that the PostgreSQL at DATABASE_URL answers, is new enough and lets itself be used. Asked before anything is
 * changed: a migration that fails half way would leave its reader with PostgreSQL's words alone.
 * @throws StartError that names the host, never the password
 */
export async function checkDatabase(url: string): Promise<void> {
  const { hostname, port, pathname } = new URL(url)
  const where = `${hostname}:${port || '5432'}${pathname}`
  const client = new Client({ connectionString: url, connectionTimeoutMillis: patience })
  try {
    await client.connect()
    const { rows } = await client.query<Found>(question, [needed.extensions])
    const inTheWay = rows[0] ? hindrance(rows[0]) : null
    if (inTheWay) {
      const [fault, remedy] = inTheWay
      throw new StartError(
        `The PostgreSQL at ${where} ${fault}.`,
        'Nothing was changed in it.',
        remedy,
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
