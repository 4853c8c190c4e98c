import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import S3rver from 's3rver'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  type Files,
  FileMissing,
  FilesError,
  FileTooLarge,
  openFiles,
} from '../../server/platform/files/files.ts'
import { readFilesPlace } from '../../server/platform/files/place.ts'
import { temporaryFolder } from './place.ts'

/** A store of the kind that FILES_URL can name, and how to look behind it. */
type Opened = { files: Files; url: string | null; dataDir: string; kept(): string[] }

const everyFile = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile())
    .map((found) => join(found.parentPath, found.name))

async function listed(keys: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = []
  for await (const key of keys) found.push(key)
  return found
}

async function inFolder(): Promise<Opened> {
  const dataDir = temporaryFolder()
  const files = await openFiles(null, dataDir)
  return { files, url: null, dataDir, kept: () => everyFile(join(dataDir, 'files')) }
}

async function inBucket(): Promise<Opened> {
  const dataDir = temporaryFolder()
  const directory = temporaryFolder()
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: 'documents', configs: [] }],
  })
  const { port } = await server.run()
  onTestFinished(() => server.close())
  const url = `http://S3RVER:S3RVER@127.0.0.1:${port}/documents/homeward`
  const objects = () => everyFile(directory).filter((file) => file.endsWith('._S3rver_object'))
  const kept = () => [...objects(), ...everyFile(join(dataDir, 'files'))]
  return { files: await openFiles(url, dataDir), url, dataDir, kept }
}

describe.each([
  ['a folder', inFolder],
  ['an S3 store', inBucket],
])('files in %s', (_name, opened) => {
  it('come back as they were put, with their length and SHA-256, under a key that says nothing', async () => {
    const { files } = await opened()
    const content = randomBytes(3_000_000)
    const put = await files.put(Readable.from([content.subarray(0, 7), content.subarray(7)]), {
      maxBytes: 5_000_000,
    })
    expect(put.bytes).toBe(content.length)
    expect(put.sha256).toBe(createHash('sha256').update(content).digest('hex'))
    expect(put.key).toMatch(/^[0-9a-f]{2}\/[0-9a-f]{40}$/)
    expect(content.equals(await buffer(await files.read(put.key)))).toBe(true)
  })

  it('leave nothing behind where they are too large, and the stream where it stands', async () => {
    const { files, kept } = await opened()
    const stream = Readable.from(Array.from({ length: 20 }, () => Buffer.alloc(1_000)))
    await expect(files.put(stream, { maxBytes: 5_000 })).rejects.toThrow(FileTooLarge)
    expect(kept()).toEqual([])
    expect(stream.destroyed).toBe(false)
    expect((await buffer(stream)).length).toBeGreaterThan(10_000)
  })

  it('leave nothing behind where the upload breaks off', async () => {
    const { files, kept } = await opened()
    const stream = new PassThrough()
    const put = files.put(stream, { maxBytes: 5_000 })
    stream.write('half of it')
    stream.destroy(new Error('gone'))
    await expect(put).rejects.toThrow(FilesError)
    expect(kept()).toEqual([])
  })

  it('can be removed, once and again', async () => {
    const { files } = await opened()
    const { key } = await files.put(Readable.from([Buffer.from('x')]), { maxBytes: 10 })
    await files.remove(key)
    await files.remove(key)
    await expect(files.read(key)).rejects.toThrow(FileMissing)
  })

  it('are never reached by a name of another shape', async () => {
    const { files } = await opened()
    for (const key of ['../secret', '/etc/passwd', 'incoming/x', '']) {
      await expect(files.read(key), key).rejects.toThrow(FileMissing)
      await expect(files.remove(key), key).rejects.toThrow(FileMissing)
    }
  })

  it('are listed by age, so that those that nothing names can be removed', async () => {
    const { files } = await opened()
    const { key } = await files.put(Readable.from([Buffer.from('x')]), { maxBytes: 10 })
    const found = await listed(files.keysBefore(new Date(Date.now() + 60_000)))
    expect(found).toEqual([key])
    expect(await listed(files.keysBefore(new Date(Date.now() - 60_000)))).toEqual([])
  })

  it('say that they can be kept', async () => {
    const { files } = await opened()
    expect(await files.healthy()).toBe(true)
  })
})

it('no half file stands under a key after the process was killed in the middle of an upload', async () => {
  const dataDir = temporaryFolder()
  const module = new URL('../../server/platform/files/files.ts', import.meta.url).href
  const script = `
    import { Readable } from 'node:stream'
    const { openFiles } = await import(${JSON.stringify(module)})
    const files = await openFiles(null, ${JSON.stringify(dataDir)})
    const endless = async function* () { for (;;) { yield Buffer.alloc(65536); process.stdout.write('.') } }
    await files.put(Readable.from(endless(), { objectMode: false }), { maxBytes: 1e9 })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
  const left = everyFile(join(dataDir, 'files'))
  expect(left).toHaveLength(1)
  expect(left[0]).toContain(join('files', 'incoming'))
  utimesSync(left[0] ?? '', new Date(0), new Date(0))
  const files = await openFiles(null, dataDir)
  expect(everyFile(join(dataDir, 'files'))).toEqual([])
  expect(await listed(files.keysBefore(new Date(Date.now() + 60_000)))).toEqual([])
})

it('an upload that is under way in another server is left alone at a start', async () => {
  const dataDir = temporaryFolder()
  mkdirSync(join(dataDir, 'files', 'incoming'), { recursive: true })
  writeFileSync(join(dataDir, 'files', 'incoming', 'young'), 'x')
  await openFiles(null, dataDir)
  expect(everyFile(join(dataDir, 'files'))).toHaveLength(1)
})

describe('a store that cannot be used', () => {
  const secret = 'c0rrect-h0rse'

  it('says so without its key, its secret or its address', async () => {
    const url = `http://SOMEKEY:${secret}@127.0.0.1:1/documents`
    const files = await openFiles(url, temporaryFolder())
    const faults = await Promise.all([
      files.put(Readable.from([Buffer.from('x')]), { maxBytes: 10 }).catch(String),
      files.read(`aa/${'a'.repeat(40)}`).catch(String),
      files.healthy().catch(String),
    ])
    for (const fault of faults) {
      expect(fault).toMatch(/^FilesError: A file could not be/)
      expect(fault).not.toMatch(new RegExp(`SOMEKEY|${secret}|127\\.0\\.0\\.1`))
    }
  })

  it('is unhealthy where the bucket is not there, or the folder is gone', async () => {
    const { url } = await inBucket()
    const elsewhere = url?.replace('/documents/', '/others/') ?? ''
    const files = await openFiles(elsewhere, temporaryFolder())
    await expect(files.healthy()).rejects.toThrow(FilesError)
    const folder = temporaryFolder()
    const gone = await openFiles(join(folder, 'kept'), folder)
    rmSync(join(folder, 'kept'), { recursive: true })
    await expect(gone.healthy()).rejects.toThrow(FilesError)
  })

  it('is refused at the start, by its name, where it can be no folder', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'kept'), '')
    const said = await openFiles(join(folder, 'kept'), folder).catch(String)
    expect(said).toMatch(/StartError: The folder for documents, .*kept, cannot be used/)
  })
})

describe('FILES_URL', () => {
  it('names a folder by path or by address', () => {
    expect(readFilesPlace('kept', '/srv')).toEqual({ kind: 'folder', folder: '/srv/kept' })
    expect(readFilesPlace('file:///srv/my%20files', '/')).toEqual({
      kind: 'folder',
      folder: '/srv/my files',
    })
  })

  it('names a bucket, with its region from the query or from the host', () => {
    expect(readFilesPlace('s3://k:a%2Fb@s3.example.org:9000/bucket/in/it?region=sky', '/')).toEqual(
      {
        kind: 's3',
        endpoint: 'https://s3.example.org:9000',
        bucket: 'bucket',
        prefix: 'in/it/',
        region: 'sky',
        key: 'k',
        secret: 'a/b',
      },
    )
    expect(readFilesPlace('s3://k:s@s3.eu-west-3.amazonaws.com/bucket', '/')).toMatchObject({
      region: 'eu-west-3',
      prefix: '',
    })
    expect(readFilesPlace('http://k:s@minio:9000/bucket', '/')).toMatchObject({
      endpoint: 'http://minio:9000',
    })
  })

  it.each([
    ['ftp://k:s3cr3t@h/bucket', 's3://'],
    ['s3://h/bucket', 'no key and secret'],
    ['s3://k:s3cr3t@h/', 'no name of a bucket'],
    ['s3://k:s3cr3t%@h/bucket', 'write % itself as %25'],
    ['file://elsewhere/files', 'file:///srv/files'],
  ])('%s is refused with what is wrong, without the secret', (text, wrong) => {
    const place = readFilesPlace(text, '/')
    expect(place).toEqual({ wrong: expect.stringContaining(wrong) })
    expect(JSON.stringify(place)).not.toContain('s3cr3t')
  })
})
