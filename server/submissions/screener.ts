import { Worker } from 'node:worker_threads'
import type { Passage } from '@homeward/schema/screening.ts'
import type { ScreenedPart } from './screening/screen.ts'
import { isFromThread, type PlaceNames, type ToThread } from './screeningTask.ts'

/** UTF-16 units of one text that are screened at a time: so much is waited for by whoever comes in between. */
const atATime = 50_000

/**
 * Screens texts in a thread of its own: a long document takes seconds, and to load the lists of names takes one, in
 * which a server that did it in its own would answer nobody. What is long goes piece by piece, so that others come in
 * between.
 * @param places the same object, as long as they are the same
 */
export async function screenApart(parts: ScreenedPart[], places: PlaceNames): Promise<Passage[]> {
  const short = parts.filter(({ text }) => text.length <= atATime)
  const found = short.length > 0 ? [...(await ask(short, places))] : []
  for (const part of parts) {
    if (part.text.length > atATime) found.push(...(await screenLong(part, places)))
  }
  const order = new Map(parts.map(({ part }, at) => [part, at]))
  return found.toSorted((a, b) => (order.get(a.part) ?? 0) - (order.get(b.part) ?? 0))
}

async function screenLong(part: ScreenedPart, places: PlaceNames): Promise<Passage[]> {
  const found: Passage[] = []
  for (let start = 0; start < part.text.length;) {
    const end = endOfPiece(part.text, start)
    for (const one of await ask([{ ...part, text: part.text.slice(start, end) }], places)) {
      found.push({ ...one, start: one.start + start, end: one.end + start })
    }
    start = end
  }
  return found
}

/** A piece ends where a paragraph does, or else a line, a sentence or a word: a name stands in one piece. */
function endOfPiece(text: string, start: number): number {
  const end = start + atATime
  if (end >= text.length) return text.length
  for (const mark of ['\n\n', '\n', '. ', ' ']) {
    const at = text.lastIndexOf(mark, end - mark.length)
    if (at >= start + atATime / 2) return at + mark.length
  }
  return end
}

interface Thread {
  worker: Worker
  places: PlaceNames | null
  waiting: Map<number, PromiseWithResolvers<Passage[]>>
}

/** One for the whole process: its lists take much memory. */
let thread: Thread | null = null
let lastId = 0

function ask(parts: ScreenedPart[], places: PlaceNames): Promise<Passage[]> {
  thread ??= startThread()
  const { worker, waiting } = thread
  const tell = (message: ToThread) => worker.postMessage(message, [])
  if (thread.places !== places) tell({ kind: 'places', places })
  thread.places = places
  const answer = Promise.withResolvers<Passage[]>()
  const id = (lastId += 1)
  waiting.set(id, answer)
  // Nothing else may keep a process alive that has asked.
  worker.ref()
  tell({ kind: 'screen', id, parts })
  return answer.promise
}

function startThread(): Thread {
  const worker = new Worker(new URL('screeningThread.ts', import.meta.url), { execArgv: [] })
  const waiting: Thread['waiting'] = new Map()
  worker.on('message', (message: unknown) => {
    if (!isFromThread(message)) return
    const answer = waiting.get(message.id)
    waiting.delete(message.id)
    if ('passages' in message) answer?.resolve(message.passages)
    else answer?.reject(message.failed)
    if (waiting.size === 0) worker.unref()
  })
  const end = (error: unknown) => {
    // Whoever asks next starts another.
    if (thread?.worker === worker) thread = null
    for (const answer of waiting.values()) answer.reject(error)
    waiting.clear()
  }
  worker.on('error', end)
  worker.on('exit', () => end(new Error('The thread that screens ended')))
  return { worker, places: null, waiting }
}

/** Words of every script, of which no list knows the names: so that all lists are loaded. */
const greeting: ScreenedPart[] = [
  {
    part: 'title',
    language: 'en',
    text: 'They met Karsholm Bretveg of the village, with his wife.',
  },
  { part: 'summary', language: 'ru', text: 'Там говорили с Карсаном Бретвегом из деревни.' },
  { part: 'organisation', language: 'ar', text: 'قال محمد القرشولي من القرية' },
  { part: 'attachments.0.fileName', language: 'en', text: 'report karsholm_bretveg.docx' },
]

/** Lets the lists be loaded before somebody waits for them. */
export async function warmScreening(): Promise<void> {
  await screenApart(greeting, { countries: [], cities: [] })
}
