import type { Problem } from '@homeward/schema/problem.ts'

/** The API answered with a problem, or not at all (`status` 0: the network failed). */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly status: number
  readonly problem: Problem | null
  /** Seconds after which it may be tried again, where the server said so. */
  readonly retryAfter: number | null

  constructor(status: number, problem: Problem | null, retryAfter: number | null = null) {
    super(problem?.title ?? `HTTP ${status}`)
    this.status = status
    this.problem = problem
    this.retryAfter = retryAfter
  }
}

/** The address to go to instead. */
export class Moved extends Error {
  override name = 'Moved'
  readonly to: string
  /** Whether it stays there. */
  readonly forGood: boolean

  constructor(to: string, forGood = true) {
    super(`Moved to ${to}`)
    this.to = to
    this.forGood = forGood
  }
}

export interface Api {
  /** @throws ApiError; Moved where an entry has another address now */
  get<T>(path: string, signal?: AbortSignal): Promise<T>
}

/** What came back, as far as both fetch and the server's own calls tell it. */
export interface RawAnswer {
  status: number
  text: string
  location: string | null
  /** Seconds after which it may be tried again. */
  retryAfter?: number | null
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'title' in value && 'status' in value
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Reads an answer of the API. The contracts are the server's to keep: what it sends has the type asked for. */
export function readAnswer<T>({ status, text, location, retryAfter }: RawAnswer): T {
  if (status >= 300 && status < 400 && location !== null) throw new Moved(location)
  const body = parse(text)
  if (status >= 400 || body === null) {
    throw new ApiError(status, isProblem(body) ? body : null, retryAfter)
  }
  return body as T
}

/** The API as the browser reaches it. */
export const browserApi: Api = {
  async get<T>(path: string, signal?: AbortSignal): Promise<T> {
    let response: Response
    try {
      response = await fetch(path, { ...(signal ? { signal } : {}), redirect: 'follow' })
    } catch (error) {
      if (signal?.aborted) throw error
      throw new ApiError(0, null)
    }
    return readAnswer<T>({ status: response.status, text: await response.text(), location: null })
  },
}
