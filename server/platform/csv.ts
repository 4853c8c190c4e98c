/** A cell: null is empty. */
export type Cell = string | number | null

/** What a program for tables would take for a formula: https://owasp.org/www-community/attacks/CSV_Injection */
const formula = /^[=+\-@\t\r]/

/**
 * A table as RFC 4180 has it: a line for each row, ended by CRLF, cells in quotes where they must be. Text that a program
 * for tables would work out as a formula begins with an apostrophe; numbers stay numbers.
 */
export function csvOf(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

function cell(value: Cell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = formula.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
