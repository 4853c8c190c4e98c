import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'

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
        { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } },
        (answer) => void readJson(answer).then(resolve, reject),
      )
      const late = setTimeout(() => {
        reject(new Error(`No answer within ${timeout} ms`))
        asked.destroy()
      }, timeout)
      asked.on('error', reject)
      asked.on('close', () => clearTimeout(late))
      asked.end(body)
    })
}

/** Piece by piece from the stream: going through it as `node:stream/consumers` does takes longer. */
async function readJson(answer: IncomingMessage): Promise<JsonAnswer> {
  const text = await new Promise<string>((resolve, reject) => {
    const pieces: Buffer[] = []
    answer.on('error', reject)
    answer.on('data', (piece: Buffer) => pieces.push(piece))
    answer.on('end', () => resolve(Buffer.concat(pieces).toString()))
  })
  const body: unknown = JSON.parse(text)
  return { status: answer.statusCode ?? 0, body }
}
