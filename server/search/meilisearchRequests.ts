import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { json } from 'node:stream/consumers'

/** Where a Meilisearch is, and the key to it. */
export interface MeilisearchServer {
  url: string
  key: string | null
}

export interface JsonAnswer {
  status: number
  body: unknown
}

/**
 * Posts JSON over kept connections, head and body in one packet. `fetch`, which the client of Meilisearch uses, sends
 * them in two, and the second waits some 40 ms for word of the first (Nagle's algorithm and delayed acknowledgements).
 */
export function jsonPoster({ url, key }: MeilisearchServer) {
  // A Meilisearch can live under a path of its host.
  const base = url.endsWith('/') ? url : `${url}/`
  const secure = url.startsWith('https:')
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
  const request = secure ? httpsRequest : httpRequest
  const headers = {
    'content-type': 'application/json',
    ...(key === null ? {} : { authorization: `Bearer ${key}` }),
  }
  /** @param timeout in milliseconds, for the whole exchange @throws where no answer came in time, or none that is JSON */
  return (path: string, content: unknown, timeout: number): Promise<JsonAnswer> =>
    new Promise((resolve, reject) => {
      const body = Buffer.from(JSON.stringify(content))
      const asked = request(
        new URL(path, base),
        {
          method: 'POST',
          agent,
          headers: { ...headers, 'content-length': body.length },
          signal: AbortSignal.timeout(timeout),
        },
        (answer) => void readJson(answer).then(resolve, reject),
      )
      asked.on('error', reject)
      asked.end(body)
    })
}

async function readJson(answer: IncomingMessage): Promise<JsonAnswer> {
  const body: unknown = await json(answer)
  return { status: answer.statusCode ?? 0, body }
}
