/** How much of a text is shown beside a passage in it, in characters. */
const most = 90

/** What stands before and after a passage, cut at words. Empty where the text has changed since it was marked. */
export function aroundPassage(
  text: string,
  { start, end, text: words }: { start: number; end: number; text: string },
): { before: string; after: string } {
  if (text.slice(start, end) !== words) return { before: '', after: '' }
  const from = start <= most ? 0 : nextWord(text, start - most, start)
  const to = text.length - end <= most ? text.length : lastWord(text, end, end + most)
  return {
    before: (from > 0 ? '… ' : '') + text.slice(from, start),
    after: text.slice(end, to) + (to < text.length ? ' …' : ''),
  }
}

function nextWord(text: string, from: number, before: number): number {
  const found = text.slice(from, before).search(/\s\S/)
  return found === -1 ? before : from + found + 1
}

function lastWord(text: string, after: number, to: number): number {
  const found = text.slice(after, to).search(/\s\S*$/)
  return found === -1 ? after : after + found
}
