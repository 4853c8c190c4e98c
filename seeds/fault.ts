/** Something wrong in a file of the content, said so that its writer can put it right. */
export interface Fault {
  file: string
  /** From 1. */
  line: number
  /** Such as 'outcomes[1].finding'; in the body the heading of the section. */
  field: string
  /** What is wrong, and the remedy. */
  message: string
}

export type Path = readonly (string | number)[]

/** A path as people write it: `outcomes[1].finding`. */
export function fieldName(path: Path): string {
  return path
    .map((part, i) => {
      if (typeof part === 'number') return `[${part}]`
      const name = part === '' ? "''" : part
      return i === 0 ? name : `.${name}`
    })
    .join('')
}

/** In the order in which they stand in their files. */
export function inOrder(faults: Fault[]): Fault[] {
  return [...faults].sort((one, other) =>
    one.file === other.file ? one.line - other.line : one.file < other.file ? -1 : 1,
  )
}

/** A value as a message quotes it: short, on one line. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  const line = text.replace(/\s+/g, ' ')
  return line.length > 60 ? `'${line.slice(0, 57)}...'` : `'${line}'`
}
