import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { diskFull, saysDiskFull } from '../platform/dataFolder/dataFolder.ts'
import { StartError } from '../platform/startError.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
export const clientFolder = join(repository, 'client')
export const builtFolder = join(clientFolder, 'dist')
const stampName = 'built-from'
const stampFile = join(builtFolder, stampName)

/** A name for the sources that a build is made from. */
function sourcesStamp(): string {
  const files = globSync(['client/**/*', 'schema/*.ts', 'package-lock.json'], {
    cwd: repository,
    withFileTypes: true,
    exclude: ({ name }) => ['dist', 'node_modules'].includes(name) || name.startsWith('.building-'),
  })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const hash = createHash('sha256')
  for (const file of files) hash.update(file.slice(repository.length)).update(readFileSync(file))
  return hash.digest('hex')
}

/** Builds the pages for the browser and for the server, where that was not done from the sources as they are now. */
export async function ensureClientBuilt(log: { info(message: string): void }): Promise<void> {
  const stamp = sourcesStamp()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  log.info('Building the pages, once')
  await buildApart()
}

/** In a process of its own: whatever this one is for, pages are built for production, and what building takes is given back. */
async function buildApart(): Promise<void> {
  const env = { ...process.env, NODE_ENV: 'production' }
  try {
    await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.url)], { env })
  } catch (error) {
    throw notBuilt(error)
  }
}

/** What a build that failed means, for the person who starts the server. */
export function notBuilt(error: unknown): unknown {
  if (!(error instanceof Error && 'stderr' in error && typeof error.stderr === 'string'))
    return error
  const said = error.stderr.trim()
  if (saysDiskFull(said)) return diskFull(clientFolder, error)
  if (/\b(EACCES|EPERM|EROFS)\b/.test(said)) {
    return new StartError(
      `The pages are not built yet, and this user may not write to ${clientFolder}.`,
      'Nothing was changed; what was stored before is still there.',
      "Run 'npm run build' as the user who owns that folder, then start again.",
      { cause: error },
    )
  }
  return new StartError(
    `The pages could not be built:\n\n${said}\n`,
    'Nothing was changed; what was stored before is still there.',
    "Run 'npm ci' once more, which puts in place what a build needs, then start again.",
    { cause: error },
  )
}

/** Builds the pages beside those that are there, then puts them in their place: no reader ever meets half a build. */
export async function buildClient(): Promise<void> {
  const stamp = sourcesStamp()
  const [{ build }, { subsetFonts }] = await Promise.all([
    import('vite'),
    import('./subsetFonts.ts'),
  ])
  const configFile = join(clientFolder, 'vite.config.ts')
  const folder = await mkdtemp(join(clientFolder, '.building-'))
  // Who builds may be another user than who serves.
  await chmod(folder, 0o755)
  try {
    const outDir = (name: string) => ({ outDir: join(folder, name) })
    const forBrowsers = async () => {
      await build({ configFile, logLevel: 'warn', build: outDir('client') })
      await subsetFonts(join(clientFolder, 'styles/fonts.css'), join(folder, 'client/assets'))
      await compressFiles(folder)
    }
    const forServer = build({
      configFile,
      logLevel: 'warn',
      build: { ssr: true, ...outDir('server') },
    })
    const both = [forBrowsers(), forServer]
    // Where one fails, the folder goes only once the other has stopped writing to it.
    await Promise.all(both).finally(() => Promise.allSettled(both))
    await writeFile(join(folder, stampName), stamp)
    await rename(builtFolder, `${folder}-old`).catch(ignoreMissing)
    await rename(folder, builtFolder)
  } finally {
    await rm(folder, { recursive: true, force: true })
    await rm(`${folder}-old`, { recursive: true, force: true })
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
}

const squeeze = { brotli: promisify(brotliCompress), gzip: promisify(gzip) }

/** Files are sent as they lie: they are compressed once, as small as can be. */
async function compressFiles(folder: string): Promise<void> {
  const files = globSync('client/**/*.{js,css,svg,json}', { cwd: folder })
  await Promise.all(
    files.map(async (name) => {
      const file = join(folder, name)
      const content = await readFile(file)
      const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
      await writeFile(`${file}.br`, await squeeze.brotli(content, { params }))
      await writeFile(`${file}.gz`, await squeeze.gzip(content, { level: 9 }))
    }),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.env['NODE_ENV'] = 'production'
  await buildClient()
}
