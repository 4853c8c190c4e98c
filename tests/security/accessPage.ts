import { callers, type Area, type Caller, type Rule } from './whoMay.ts'

const heads: Record<Caller, string> = {
  visitor: 'visitor',
  member: 'member',
  otherEditor: 'another city’s editor',
  editor: 'the city’s editor',
  owner: 'the city’s owner',
  moderator: 'moderator',
  administrator: 'administrator',
}

const before = `# Who may do what

For those who want to know, or to check, what each kind of person may do on a Homeward site. The test suite calls every address below as
each of them, and fails where this page is not true. It is written by that test: see [whoMay.ts](../tests/security/whoMay.ts).

- A **visitor** has no account. Every address but those that a visitor may call answers 401 to visitors.
- A **member** has an account, with a confirmed address, and is signed in.
- A city's **editors** and **owners** are its team: see [cities.md](cities.md). _The city_ is the one that the address is about.
- A **moderator** and an **administrator** may do what stands here in a session that began with a second factor: an authenticator app, a
  recovery code or a passkey. In any other session they are members.

✓ means: may. What may be done to one thing depends on it as well: a question is answered once, and a submission is changed only while it
is being written. An address that is not for someone answers 403, or 404 where they must not learn that there is such a thing.
`

const after = `
## Beside these

\`GET /metrics\` answers programs on the same machine, and whoever sends \`METRICS_TOKEN\`. \`/api/docs\` shows the API's documentation to everyone.
Any other address under \`/api/\` answers 404. Requests that a browser sends from another site change nothing: they are answered 403.
`

/** @param summaries what the API's documentation says of each route, by 'GET /api/v1/me' */
export function accessPage(areas: Area[], summaries: Map<string, string>): string {
  return `${before}${areas.map((area) => section(area, summaries)).join('')}${after}`
}

function section({ title, rules }: Area, summaries: Map<string, string>): string {
  const head = ['address', 'what', ...callers.map((caller) => heads[caller])]
  const rows = rules.map((rule) => [
    `\`${rule.route}\``,
    whatIs(rule, summaries),
    ...callers.map((caller) => (rule.may.includes(caller) ? '✓' : '')),
  ])
  return `\n## ${title}\n\n${table(head, rows)}`
}

function whatIs({ route, what, when }: Rule, summaries: Map<string, string>): string {
  const said = what ?? summaries.get(route)
  if (said === undefined) throw new Error(`Say what ${route} does: its schema has no summary`)
  return `${said}${when === undefined ? '' : ` (${when})`}`.replaceAll('|', '\\|')
}

/** A table in Markdown, with its columns under each other, those of the callers in the middle. */
function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => [...(row[column] ?? '')].length)),
  )
  const line = (cells: string[]) => `| ${cells.join(' | ')} |\n`
  const middle = (text: string, width: number) => {
    const free = width - [...text].length
    return `${' '.repeat(Math.floor(free / 2))}${text}${' '.repeat(Math.ceil(free / 2))}`
  }
  const cells = (row: string[]) =>
    row.map((text, column) =>
      column < 2 ? text.padEnd(widths[column] ?? 0) : middle(text, widths[column] ?? 0),
    )
  const rule = widths.map((width, column) =>
    column < 2 ? '-'.repeat(width) : `:${'-'.repeat(width - 2)}:`,
  )
  return [line(cells(head)), line(rule), ...rows.map((row) => line(cells(row)))].join('')
}
