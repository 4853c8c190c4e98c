import { setTimeout as after } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { Submission } from '@homeward/schema/submission.ts'

/** One who writes into one section of a draft. */
export interface Writer {
  cookie: string
  draft: string
  section: 'lessons' | 'adapting'
}

export interface Lost {
  /** Texts that are not, at the end, what was typed. */
  texts: number
  keystrokes: number
  /** Saves that came after a colleague's. */
  conflicts: number
}

const { url, writers }: { url: string; writers: Writer[] } = workerData

const keystrokes = 120
/** As the form does: it saves when somebody pauses, and while they type at the latest after this, in milliseconds. */
const saveAfter = { pause: 900, typing: 4_000 }
const between = { letters: 140, sentences: 1_600 }
const lengthOfSentence = 20

/** The same numbers in each run. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

let conflicts = 0

/** Types letter after letter, and saves as the form does. @returns what was typed */
async function write(writer: Writer, seed: number): Promise<string> {
  const next = numbers(seed)
  const text = { typed: '', saved: '' }
  let version = (await ask(writer, 'GET')).submission.version
  const saving: { underWay: Promise<void> | null } = { underWay: null }
  let first = performance.now()

  async function save(): Promise<void> {
    const { typed } = text
    const { status, submission } = await ask(writer, 'PATCH', version, typed)
    version = submission.version
    if (status === 412) {
      // A colleague saved another field: nothing of it is overwritten, and one's own is sent again.
      conflicts += 1
      return save()
    }
    text.saved = typed
  }
  const begin = () => {
    first = performance.now()
    saving.underWay ??= save().finally(() => (saving.underWay = null))
  }

  await after(next() * 2_000)
  for (let i = 0; i < keystrokes; i++) {
    text.typed += String.fromCodePoint(0x61 + Math.floor(next() * 26))
    if (i % lengthOfSentence === lengthOfSentence - 1) {
      text.typed += '. '
      await after(saveAfter.pause)
      begin()
      await after(next() * between.sentences)
      continue
    }
    if (performance.now() - first > saveAfter.typing) begin()
    await after(next() * 2 * between.letters)
  }
  while (saving.underWay !== null || text.saved !== text.typed) {
    begin()
    await saving.underWay
  }
  return text.typed
}

async function ask({ cookie, draft, section }: Writer, method: string, version = 0, text = '') {
  const response = await fetch(`${url}/api/v1/submissions/${draft}`, {
    method,
    headers: { cookie, 'content-type': 'application/json', 'if-match': `"${version}"` },
    ...(method === 'PATCH' ? { body: JSON.stringify({ sections: { [section]: text } }) } : {}),
  })
  const said: Submission & { current?: Submission } = JSON.parse(await response.text())
  const submission = response.ok ? said : said.current
  if (!submission) throw new Error(`${response.status}: ${JSON.stringify(said)}`)
  return { status: response.status, submission }
}

const typed = await Promise.all(writers.map(write))
const kept = await Promise.all(
  writers.map(async (writer) => (await ask(writer, 'GET')).submission.content.sections),
)
const lost: Lost = {
  texts: writers.filter(({ section }, i) => kept[i]?.[section] !== typed[i]).length,
  keystrokes: typed.reduce((sum, text) => sum + text.length, 0),
  conflicts,
}
parentPort?.postMessage(lost, [])
