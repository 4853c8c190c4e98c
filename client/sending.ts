import type { Problem } from '@homeward/schema/problem.ts'
import { ApiError, readAnswer } from './api.ts'

/** What the API answered to something sent. */
export interface Sent<T> {
  body: T
  etag: string | null
}

export interface SendOptions {
  headers?: Record<string, string>
  signal?: AbortSignal
  /** Goes on when the page is left. At most 64 kB. */
  keepalive?: boolean
}

/**
 * Sends something to the API, from the browser.
 * @throws ApiError; `status` 0 where the network failed
 */
export async function send<T = null>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  options: SendOptions = {},
): Promise<Sent<T>> {
  const { headers = {}, ...rest } = options
  let response: Response
  try {
    response = await fetch(path, {
      method,
      ...rest,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw new ApiError(0, null)
  }
  const text = await response.text()
  const etag = response.headers.get('etag')
  // Nothing is said where there is nothing to say.
  if (response.ok && text === '') return { body: null as T, etag }
  // Given as seconds, never as a date.
  const retryAfter = Number(response.headers.get('retry-after')) || null
  const { status } = response
  return { body: readAnswer<T>({ status, text, location: null, retryAfter }), etag }
}

/** The kind of a problem, as pages tell them apart: `last-owner`. */
export function kindOf(problem: Problem | null): string {
  return problem?.type.split(':').at(-1) ?? ''
}
