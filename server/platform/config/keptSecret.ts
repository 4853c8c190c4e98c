import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode, explainFolder } from '../dataFolder/dataFolder.ts'
import { StartError } from '../startError.ts'

/**
 * The secret kept in `file`: made at the first call (32 random bytes as 64 hexadecimal digits, mode 0600),
 * found again at each later one. Two servers that make it at once end with the same one.
 */
export function keptSecret(file: string): string {
  try {
    return readKept(file) ?? makeKept(file)
  } catch (error) {
    throw explainFolder(dirname(file), error)
  }
}

/** The secret kept in `file`, or null where there is none yet. */
export function readKept(file: string): string | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
  if (/^[0-9a-f]{64}$/.test(text)) return text
  throw new StartError(
    `The file ${file} does not hold a secret as this server makes them.`,
    'It was left as it is.',
    'Put back the file from a backup, or remove it: a new one is made at the next start.',
  )
}

function makeKept(file: string): string {
  const temporary = `${file}.${randomBytes(6).toString('hex')}`
  try {
    const handle = openSync(temporary, 'wx', 0o600)
    try {
      writeSync(handle, `${randomBytes(32).toString('hex')}\n`)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    // A link, since it never replaces a file: whoever comes second reads what the first one made.
    linkSync(temporary, file)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  } finally {
    rmSync(temporary, { force: true })
  }
  return readKept(file) ?? makeKept(file)
}
