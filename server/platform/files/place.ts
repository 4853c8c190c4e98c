import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where files are kept, as FILES_URL says it. */
export type FilesPlace =
  | { kind: 'folder'; folder: string }
  | {
      kind: 's3'
      /** Scheme, host and port. */
      endpoint: string
      bucket: string
      /** Before every key, with a slash at its end; empty where files lie at the top of the bucket. */
      prefix: string
      region: string
      key: string
      secret: string
    }

const schemes = new Set(['s3:', 'https:', 'http:'])

/**
 * Reads FILES_URL: a path or a `file:` address of a folder, or `s3://key:secret@host[:port]/bucket[/folder][?region=]`.
 * `s3:` speaks TLS, as `https:` does; `http:` is for a store on the same machine or network.
 * @returns the place; or what is wrong, without any part of the text, as the end of a sentence
 */
export function readFilesPlace(text: string, cwd: string): FilesPlace | { wrong: string } {
  if (/^file:/i.test(text)) return folderOf(text)
  if (!/^[a-z][a-z0-9+.-]+:/i.test(text)) return { kind: 'folder', folder: resolve(cwd, text) }
  const url = URL.parse(text)
  if (url === null || !schemes.has(url.protocol) || url.hostname === '') {
    return {
      wrong: 'is neither a folder nor an address that begins with s3://, https:// or http://',
    }
  }
  const key = decoded(url.username)
  const secret = decoded(url.password)
  if (key === null || secret === null) {
    return { wrong: 'has a % in its key or secret that stands for nothing: write % itself as %25' }
  }
  if (key === '' || secret === '') return { wrong: 'has no key and secret before the host' }
  const [bucket = '', ...folders] = url.pathname.split('/').filter((part) => part !== '')
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    const rule = '3 to 63 small letters, digits, dots and hyphens'
    return { wrong: `has no name of a bucket after the host, which is ${rule}` }
  }
  return {
    kind: 's3',
    endpoint: `${url.protocol === 'http:' ? 'http:' : 'https:'}//${url.host}`,
    bucket,
    prefix: folders.map((folder) => `${folder}/`).join(''),
    region: url.searchParams.get('region') ?? regionIn(url.hostname),
    key,
    secret,
  }
}

function folderOf(text: string): FilesPlace | { wrong: string } {
  try {
    return { kind: 'folder', folder: fileURLToPath(text) }
  } catch {
    return { wrong: 'is not the address of a folder on this machine, such as file:///srv/files' }
  }
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}

/** Amazon's hosts name their region; most other stores take any. */
function regionIn(host: string): string {
  return /(?:^|\.)s3[.-]([a-z0-9-]+)\.amazonaws\.com$/.exec(host)?.[1] ?? 'us-east-1'
}
