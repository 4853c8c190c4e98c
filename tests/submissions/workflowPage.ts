import { revisionStates, type RevisionState } from '@homeward/schema/names.ts'
import {
  actNames,
  allows,
  needsOf,
  stateAfter,
  type Act,
  type Need,
  type Standing,
} from '../../server/submissions/workflow.ts'

const standings: Record<Standing, string> = {
  writer: 'its writers: the team of its city; moderators, where it has none',
  moderator: 'a moderator who reads what others wrote',
  decider: 'a moderator who wrote nothing of it and is not of its city’s team',
  reviewer: 'somebody from outside who was asked for advice',
}

const what: Record<RevisionState, string> = {
  draft: 'is being written',
  submitted: 'was handed in, and waits for a moderator',
  'in-review': 'is with a moderator',
  'changes-requested': 'is open again: a moderator asked for changes',
  withdrawn: 'was taken back by those who wrote it',
  rejected: 'is not published; the reason was told',
  published: 'is what readers see',
  superseded: 'was published, and something newer is',
}

const needs: Record<Need, string> = {
  'city-verified': 'its city is verified',
  complete: 'nothing is missing or wrong in it',
  'screening-answered': 'every passage that the screening marked is answered',
  'not-claimed-by-another': 'no other moderator has it',
  'as-seen': 'it is as the person saw it',
  'suggestions-answered': 'every suggested wording is answered',
  'entry-open': 'its entry was not taken down, nor handed over since',
  text: 'words for those who wrote it',
  reason: 'a reason',
  'first-appeal': 'it is the first appeal',
  'no-other-open': 'no other revision of the entry is open in its language',
  'not-decided-before': 'the person did not decide on it before',
  owner: 'the person owns its city',
  harmless: 'it was not rejected for a reason that may harm someone',
  'no-open-appeal': 'no appeal waits',
}

const before = `# What happens to a submission

For everyone who writes, moderates or builds: the states of a submission, and what can be done in each, by whom. The program goes by the one
table of which this is a copy: see [workflow.ts](../server/submissions/workflow.ts). The test suite writes this page and fails where it is
not up to date.

A submission is a revision of an entry, in one language, before its decision; its id is the revision's. What is live stays live until
another revision is approved.

## States

`

/** The one table of acts, for people to read. */
export function workflowPage(): string {
  const states = table(
    ['state', 'what it says'],
    revisionStates.map((state) => [`\`${state}\``, what[state]]),
  )
  return `${before}${states}\n## Acts\n\n${acts()}\n## What must hold beside the state\n\nWhat is missing is named, and nothing changes.\n\n${held()}`
}

function acts(): string {
  return table(
    ['act', 'by whom', 'in which states', 'state afterwards'],
    actNames.flatMap((act) => rowsOf(act)),
  )
}

const names = Object.keys(standings).filter((name): name is Standing => name in standings)

/** A row for each of those who may, with the states in which they may. */
function rowsOf(act: Act): string[][] {
  return names.flatMap((standing) => {
    const from = revisionStates.filter((state) => allows(act, standing, state))
    if (from.length === 0) return []
    const to = new Set(from.map((state) => stateAfter(act, state)))
    const stays = from.every((state) => stateAfter(act, state) === state)
    return [
      [
        `\`${act}\``,
        standings[standing],
        from.map((state) => `\`${state}\``).join(' '),
        stays ? 'as it was' : [...to].map((state) => `\`${state}\``).join(' '),
      ],
    ]
  })
}

function held(): string {
  return table(
    ['act', 'what must hold'],
    actNames
      .filter((act) => needsOf(act).length > 0)
      .map((act) => [
        `\`${act}\``,
        needsOf(act)
          .map((need) => needs[need])
          .join('; '),
      ]),
  )
}

/** A table in Markdown, with its columns under each other. */
function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => [...(row[column] ?? '')].length)),
  )
  const line = (row: string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |\n`
  return line(head) + rule + rows.map(line).join('')
}
