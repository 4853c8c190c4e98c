/** Which way up a picture is shown: 1 is as it lies, 2 to 8 turn or mirror it (Exif 2.32, tag 0x0112). */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

/** Reads the orientation of Exif data that begin with their byte order; 1 where there is none that can be read. */
export function orientationOf(tiff: Buffer): Orientation {
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const word = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const long = (at: number) => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at))
  try {
    const directory = long(4)
    const count = word(directory)
    for (let index = 0; index < count; index++) {
      const entry = directory + 2 + index * 12
      if (word(entry) === 0x0112) return asOrientation(word(entry + 8))
    }
  } catch {
    // Beyond the end: cut off, or made up.
  }
  return 1
}

function asOrientation(value: number): Orientation {
  return ([2, 3, 4, 5, 6, 7, 8] as const).find((known) => known === value) ?? 1
}

/** Exif data that say which way up a picture is shown, and nothing else. */
export function onlyOrientation(orientation: Orientation): Buffer {
  const tiff = Buffer.alloc(26)
  tiff.write('MM\0*', 0, 'latin1')
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  tiff.writeUInt16BE(0x0112, 10)
  tiff.writeUInt16BE(3, 12)
  tiff.writeUInt32BE(1, 14)
  tiff.writeUInt16BE(orientation, 18)
  return tiff
}
