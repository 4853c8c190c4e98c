/** What the tool bar does. */
export const commands = [
  'heading',
  'bold',
  'italic',
  'bullets',
  'numbers',
  'link',
  'quote',
] as const
export type Command = (typeof commands)[number]

/** A change of a text: what is replaced by what, and what is selected after it. Places are UTF-16 units. */
export interface Edit {
  from: number
  to: number
  insert: string
  selectFrom: number
  selectTo: number
}

/** What a command makes of a text. Done a second time, it takes back what it did. @param placeholder a link's, to be typed over */
export function editFor(
  command: Command,
  text: string,
  from: number,
  to: number,
  placeholder: string,
): Edit {
  switch (command) {
    case 'bold':
      return around('**', text, from, to)
    case 'italic':
      return around('*', text, from, to)
    case 'link':
      return link(text, from, to, placeholder)
    case 'heading':
      return lines(text, from, to, /^#{1,6} +/, () => '# ')
    case 'quote':
      return lines(text, from, to, /^> ?/, () => '> ')
    case 'bullets':
      return lines(text, from, to, /^(?:[-*+]|\d+[.)]) +/, () => '- ', /^[-*+] +/)
    case 'numbers':
      return lines(text, from, to, /^(?:[-*+]|\d+[.)]) +/, (i) => `${i + 1}. `, /^\d+[.)] +/)
  }
}

function around(sign: string, text: string, from: number, to: number): Edit {
  const { length } = sign
  const isBare = sign === '*' && text.slice(from - 2, from) === '**'
  const before = text.slice(from - length, from) === sign && !isBare
  if (before && text.slice(to, to + length) === sign) {
    const insert = text.slice(from, to)
    return {
      from: from - length,
      to: to + length,
      insert,
      selectFrom: from - length,
      selectTo: to - length,
    }
  }
  // Signs hold words only where no blank stands between.
  const chosen = text.slice(from, to)
  const start = from + (chosen.length - chosen.trimStart().length)
  const end = Math.max(start, from + chosen.trimEnd().length)
  return {
    from: start,
    to: end,
    insert: sign + text.slice(start, end) + sign,
    selectFrom: start + length,
    selectTo: end + length,
  }
}

function link(text: string, from: number, to: number, placeholder: string): Edit {
  const chosen = text.slice(from, to)
  if (/^https?:\/\/\S+$/.test(chosen)) {
    const insert = `[${placeholder}](${chosen})`
    return { from, to, insert, selectFrom: from + 1, selectTo: from + 1 + placeholder.length }
  }
  const words = chosen || placeholder
  const address = 'https://'
  const insert = `[${words}](${address})`
  const selectFrom = from + insert.length - 1 - address.length
  return { from, to, insert, selectFrom, selectTo: selectFrom + address.length }
}

/** Gives every chosen line a sign at its beginning, or takes it away where all have it. */
function lines(
  text: string,
  from: number,
  to: number,
  signs: RegExp,
  signOf: (i: number) => string,
  taken: RegExp = signs,
): Edit {
  const start = text.lastIndexOf('\n', from - 1) + 1
  const found = text.indexOf('\n', to)
  const end = found === -1 ? text.length : found
  const chosen = text.slice(start, end).split('\n')
  const written = chosen.filter((line) => line.trim() !== '')
  const takeAway = written.length > 0 && written.every((line) => taken.test(line))
  let i = 0
  const changed = chosen.map((line) => {
    const bare = line.replace(signs, '')
    if (takeAway) return bare
    if (line.trim() === '' && chosen.length > 1) return line
    return signOf(i++) + bare
  })
  // A list, heading or quotation begins after an empty line, or it is read as a part of the paragraph.
  const above = text.slice(0, start)
  const gap =
    !takeAway && above !== '' && !above.endsWith('\n\n') && !signs.test(lastLineOf(above))
      ? '\n'
      : ''
  const insert = gap + changed.join('\n')
  const selectTo = start + insert.length
  const selectFrom = from === to ? selectTo : start + gap.length
  return { from: start, to: end, insert, selectFrom, selectTo }
}

const lastLineOf = (text: string): string => text.trimEnd().split('\n').at(-1) ?? ''

/**
 * Does an edit in a text area, so that it can be undone: typed text is on the browser's own list of changes, and what a
 * program writes is only if it is typed.
 */
export function doEdit(area: HTMLTextAreaElement, edit: Edit): void {
  area.focus()
  area.setSelectionRange(edit.from, edit.to)
  const typed =
    edit.insert === ''
      ? edit.from === edit.to || document.execCommand('delete')
      : document.execCommand('insertText', false, edit.insert)
  if (!typed) {
    area.setRangeText(edit.insert, edit.from, edit.to, 'end')
    area.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }
  area.setSelectionRange(edit.selectFrom, edit.selectTo)
}
