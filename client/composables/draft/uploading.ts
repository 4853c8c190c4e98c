import type { Document } from '@homeward/schema/submission.ts'
import type { Problem } from '@homeward/schema/problem.ts'
import { ApiError, readAnswer } from '../../api.ts'

/** A request that can be followed and ended. `fetch` does not tell how much of a file has gone. */
export interface Upload {
  /** What became of it; null: it was ended by the person. Rejects with an ApiError. */
  done: Promise<Document | null>
  end(): void
}

/** Sends a file. @param onProgress told how many bytes have gone */
export function uploaded(
  submission: string,
  file: File,
  onProgress: (bytes: number) => void,
): Upload {
  const request = new XMLHttpRequest()
  const name = encodeURIComponent(file.name)
  request.open('POST', `/api/v1/submissions/${submission}/attachments?name=${name}`)
  request.setRequestHeader('content-type', 'application/octet-stream')
  request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded))
  const done = new Promise<Document | null>((resolve, reject) => {
    request.addEventListener('abort', () => resolve(null))
    request.addEventListener('error', () => reject(new ApiError(0, null)))
    request.addEventListener('load', () => {
      try {
        const { status, responseText: text } = request
        resolve(readAnswer<Document>({ status, text, location: null }))
      } catch (error) {
        reject(error instanceof Error ? error : new ApiError(0, null))
      }
    })
  })
  request.send(file)
  return { done, end: () => request.abort() }
}

/** Why a file was not taken, as the server names it: `wrong-type`. */
export function reasonOf(problem: Problem | null): string | null {
  const reason: unknown = problem && 'reason' in problem ? problem.reason : null
  return typeof reason === 'object' &&
    reason !== null &&
    'code' in reason &&
    typeof reason.code === 'string'
    ? reason.code
    : null
}
