import { open } from 'node:fs/promises'

const needle = Buffer.from('EncryptedPackage', 'utf16le')

/**
 * Whether a compound file is an office document that a password locks: such a one holds a stream of that name
 * ([MS-OFFCRYPTO] 2.3.4.4). Its other kind is the old .doc, .xls and .ppt.
 */
export async function isLockedOffice(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    let tail = Buffer.alloc(0)
    for await (const chunk of file.createReadStream({ autoClose: false })) {
      if (!Buffer.isBuffer(chunk)) continue
      const seen = Buffer.concat([tail, chunk])
      if (seen.includes(needle)) return true
      tail = seen.subarray(-needle.length)
    }
    return false
  } finally {
    await file.close()
  }
}
