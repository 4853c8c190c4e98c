import { execFile } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { StartError } from '../startError.ts'

/**
 * The Meilisearch program to start: `meiliBin` where it is set, else one on `path` (as in the variable PATH).
 * @returns null where there is none
 * @throws StartError where `meiliBin` is set and is no program
 */
export function findMeilisearch(where: {
  meiliBin: string | null
  path: string | undefined
}): string | null {
  const { meiliBin, path = '' } = where
  if (meiliBin === null) return onPath(path)
  if (isProgram(meiliBin)) return meiliBin
  throw new StartError(
    `MEILI_BIN is ${JSON.stringify(meiliBin)}, which is not a program that this user may run.`,
    '',
    'Set it to a Meilisearch program, for example MEILI_BIN=/usr/local/bin/meilisearch, or leave it out.',
  )
}

function onPath(path: string): string | null {
  const name = process.platform === 'win32' ? 'meilisearch.exe' : 'meilisearch'
  const places = path.split(delimiter).filter((folder) => folder !== '')
  return places.map((folder) => join(folder, name)).find(isProgram) ?? null
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

const oldest = { major: 1, minor: 50 }

/** @throws StartError where the program is not a Meilisearch, or one that is too old */
export async function checkMeilisearch(bin: string): Promise<void> {
  const said = await promisify(execFile)(bin, ['--version'], { timeout: 10_000 }).then(
    ({ stdout }) => stdout,
    () => '',
  )
  const [, major, minor] = /^meilisearch (\d+)\.(\d+)\./.exec(said) ?? []
  if (Number(major) > oldest.major) return
  if (Number(major) === oldest.major && Number(minor) >= oldest.minor) return
  const what = said === '' ? 'does not say that it is Meilisearch' : `is ${said.trim()}`
  throw new StartError(
    `${bin} ${what}; Meilisearch ${oldest.major}.${oldest.minor} or newer is needed.`,
    '',
    'Install a newer one, set MEILI_BIN to one, or let PostgreSQL search with SEARCH_ENGINE=postgres.',
  )
}
