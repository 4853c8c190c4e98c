import { Disk } from 'flydrive'
import { S3Driver } from 'flydrive/drivers/s3'
import type { FilesPlace } from './place.ts'

/** A store that speaks S3, Amazon's or another. */
export function storeAt(place: Extract<FilesPlace, { kind: 's3' }>): Disk {
  return new Disk(
    new S3Driver({
      endpoint: place.endpoint,
      // Other stores seldom have a host name for each bucket.
      forcePathStyle: !place.endpoint.endsWith('.amazonaws.com'),
      region: place.region,
      bucket: place.bucket,
      credentials: { accessKeyId: place.key, secretAccessKey: place.secret },
      visibility: 'private',
      // What goes wrong is thrown; beside that, it would write to the console.
      logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
      // Neither lists of rights nor Amazon's newer sums are known to every store.
      supportsACL: false,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    }),
  )
}
