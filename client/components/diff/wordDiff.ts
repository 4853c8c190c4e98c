import type { Stretch } from '@homeward/schema/moderation.ts'

const wordsOf = (text: string): string[] =>
  text.match(/\s+|[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]+/gu) ?? []
/** Lines, each with its end: together they are the text. */
const linesOf = (text: string): string[] => (text === '' ? [] : text.split(/(?<=\n)/))

/** Comparing every piece with every other: up to so many times. What is more counts as written anew. */
const mostCompared = 2_000_000

/**
 * What changed in a text, word by word: joined, the stretches that are the same or removed are the old text, and those that
 * are the same or added the new one. Lines are compared first, so that a long text with few changes is quickly done.
 */
export function wordDiff(before: string, after: string): Stretch[] {
  const stretches: Stretch[] = []
  let [gone, come] = ['', '']
  const settle = () => {
    stretches.push(...aligned(wordsOf(gone), wordsOf(come)))
    gone = come = ''
  }
  for (const { kind, text } of aligned(linesOf(before), linesOf(after))) {
    if (kind === 'removed') gone += text
    else if (kind === 'added') come += text
    else {
      settle()
      stretches.push({ kind, text })
    }
  }
  settle()
  return joined(stretches)
}

const same = (pieces: string[]): Stretch[] => pieces.map((text) => ({ kind: 'same', text }))

/** Pieces of two texts along the longest sequence that both have in common. */
function aligned(before: string[], after: string[]): Stretch[] {
  const most = Math.min(before.length, after.length)
  let head = 0
  while (head < most && before[head] === after[head]) head++
  let tail = 0
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  return [
    ...same(before.slice(0, head)),
    ...compared(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...same(before.slice(before.length - tail)),
  ]
}

function compared(before: string[], after: string[]): Stretch[] {
  const [rows, columns] = [before.length, after.length]
  if (rows * columns > mostCompared) {
    return [
      { kind: 'removed', text: before.join('') },
      { kind: 'added', text: after.join('') },
    ]
  }
  const width = columns + 1
  // How long the sequence is that both have in common from a place on.
  const lengths = new Uint32Array((rows + 1) * width)
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      lengths[i * width + j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const found: Stretch[] = []
  for (let i = 0, j = 0; i < rows || j < columns;) {
    if (i < rows && j < columns && before[i] === after[j]) {
      found.push({ kind: 'same', text: before[i++] ?? '' })
      j++
    } else if (j >= columns || (i < rows && at(i + 1, j) >= at(i, j + 1))) {
      found.push({ kind: 'removed', text: before[i++] ?? '' })
    } else found.push({ kind: 'added', text: after[j++] ?? '' })
  }
  return found
}

/** Between two that are the same, what went stands before what came; blanks alone do not part what changed. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const all: Stretch[] = []
  let [gone, come] = ['', '']
  const settle = () => {
    if (gone !== '') all.push({ kind: 'removed', text: gone })
    if (come !== '') all.push({ kind: 'added', text: come })
    gone = come = ''
  }
  for (const [i, { kind, text }] of stretches.entries()) {
    const changes = gone !== '' && come !== ''
    if (kind === 'removed') gone += text
    else if (kind === 'added') come += text
    else if (changes && /^[^\S\n]+$/.test(text) && (stretches[i + 1]?.kind ?? 'same') !== 'same') {
      gone += text
      come += text
    } else {
      settle()
      const last = all.at(-1)
      if (last?.kind === 'same') last.text += text
      else all.push({ kind, text })
    }
  }
  settle()
  return all
}

/** How much of what did not change is shown around what did, in characters. */
const around = 140

/** The same stretches, with what is long and did not change left out in the middle (null). */
export function shortened(stretches: readonly Stretch[]): (Stretch | null)[] {
  return stretches.flatMap((stretch, i): (Stretch | null)[] => {
    const { kind, text } = stretch
    if (kind !== 'same') return [stretch]
    const head = i === 0 ? 0 : around
    const tail = i === stretches.length - 1 ? 0 : around
    if (text.length <= head + tail + 2 * around) return [stretch]
    const begin = head === 0 ? '' : text.slice(0, head).replace(/\S+$/, '')
    const end = tail === 0 ? '' : text.slice(-tail).replace(/^\S+/, '')
    return [
      ...(begin === '' ? [] : [{ kind, text: begin }]),
      null,
      ...(end === '' ? [] : [{ kind, text: end }]),
    ]
  })
}
