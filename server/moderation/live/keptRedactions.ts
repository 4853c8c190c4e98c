import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import { showChange } from '../../entries/changing.ts'
import { errorCode } from '../../platform/dataFolder/dataFolder.ts'
import type { Db } from '../../platform/postgres/database.ts'
import { atOnce, type Setting } from '../setting.ts'
import { apply, keep, redactionHash, type KeptRedaction } from './redacting.ts'

/** When what was taken out is noted beside the database: each night (five fields, UTC). */
export const notingRedactions = { name: 'note-redactions', cron: '41 2 * * *' } as const

type Needs = Pick<Setting, 'database' | 'jobs' | 'dataDir' | 'secret'>

/**
 * What was taken out stays out, also where an older copy of the database is put back: each redaction is noted in the data
 * folder as well, as a keyed hash, and what is noted there and is not in the database is taken out again.
 * @returns how many were taken out again
 */
export async function keepRedactions(needs: Needs, log: FastifyBaseLogger): Promise<number> {
  const folder = join(needs.dataDir, 'redactions')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const noted = await readNotes(folder)
  const known = await allRedactions(needs.database.db)
  const knownIds = new Set(known.map(({ id }) => id))
  const notedIds = new Set(noted.map(({ id }) => id))
  const sign = keySign(needs.secret)
  for (const redaction of known) {
    if (!notedIds.has(redaction.id)) await writeNote(folder, redaction, sign)
  }
  let again = 0
  for (const note of noted) {
    if (knownIds.has(note.id)) continue
    if (note.key !== sign) {
      log.error(
        { redaction: note.id },
        'A redaction cannot be made again: it was noted under another SECRET. Start with the SECRET of then.',
      )
      continue
    }
    if (await takeOutAgain(needs, note)) again += 1
  }
  if (again > 0) log.warn({ redactions: again }, 'What had been taken out was taken out again')
  return again
}

interface Note extends KeptRedaction {
  key: string
}

/** Tells whether a note was written under the same key. */
const keySign = (secret: string): string =>
  redactionHash(secret, 'key', '').toString('hex').slice(0, 16)

async function allRedactions(db: Db): Promise<KeptRedaction[]> {
  const rows = await db.selectFrom('redactions').selectAll().orderBy('id').execute()
  return rows.map(({ id, entry_id, kind, hash, length, redacted_at }) => ({
    id,
    entryId: entry_id,
    kind,
    hash,
    length,
    at: redacted_at,
  }))
}

async function readNotes(folder: string): Promise<Note[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted()
  const notes: Note[] = []
  for (const name of names) notes.push(...(await readNote(join(folder, name))))
  return notes
}

async function readNote(file: string): Promise<Note[]> {
  const { id, entry, kind, hash, length, at, key } = JSON.parse(await readFile(file, 'utf8'))
  return [
    { id, entryId: entry, kind, hash: Buffer.from(hash, 'hex'), length, at: new Date(at), key },
  ]
}

async function writeNote(folder: string, redaction: KeptRedaction, key: string): Promise<void> {
  const { id, entryId, kind, hash, length, at } = redaction
  const note = { id, entry: entryId, kind, hash: hash.toString('hex'), length, at, key }
  const file = join(folder, `${id}.json`)
  // Whole or not at all.
  await writeFile(`${file}.new`, `${JSON.stringify(note)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

/** Notes a redaction at once: the next backup may be put back before the night. */
export async function noteRedactions(needs: Needs, log: FastifyBaseLogger): Promise<void> {
  try {
    await keepRedactions(needs, log)
  } catch (error) {
    // It was done, and is noted at the next start or in the night.
    log.error(error, `A redaction could not be noted (${errorCode(error) ?? 'no code'})`)
  }
}

/** @returns false where its entry is not in the database */
function takeOutAgain(needs: Needs, note: Note): Promise<boolean> {
  return atOnce(needs, async (work) => {
    const entry = await work.trx
      .selectFrom('entries')
      .select('id')
      .where('id', '=', note.entryId)
      .forUpdate()
      .executeTakeFirst()
    if (!entry) return false
    await apply(work, needs.secret, note)
    await keep(work.trx, note, null)
    await showChange(work, entry.id)
    return true
  })
}
