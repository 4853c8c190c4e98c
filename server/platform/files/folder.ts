import { mkdir, open, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FSDriver } from 'flydrive/drivers/fs'

/** Flydrive's folder, in which a file that is moved is there whole or not at all, also after a power cut. */
export class FolderDriver extends FSDriver {
  readonly folder: string

  constructor(folder: string) {
    super({ location: folder, visibility: 'private' })
    this.folder = folder
  }

  /** Renames, where flydrive copies: a copy that is cut short would leave half a file under its last name. */
  override async move(source: string, destination: string): Promise<void> {
    const from = join(this.folder, source)
    const to = join(this.folder, destination)
    await mkdir(dirname(to), { recursive: true })
    await flush(from)
    await rename(from, to)
    await flush(dirname(to))
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
