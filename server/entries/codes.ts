import type { Entry, EntryCard } from '@homeward/schema/entry.ts'

type Codes = Record<string, string[]>

/** The codes that cards name, each once, by the names of filters. */
export function codesInCards(cards: EntryCard[]): Codes {
  const all = cards.map((card) => ({
    country: [card.country],
    theme: card.themes,
    targetGroup: card.targetGroups,
    stage: card.stages,
    leadType: [card.leadType],
    evidence: [card.evidence],
    finding: card.findings.map(({ finding }) => finding),
    language: [card.language],
  }))
  const codes: Record<string, Set<string>> = {}
  for (const card of all) {
    for (const [name, values] of Object.entries(card)) {
      const known = (codes[name] ??= new Set())
      for (const value of values) if (value !== null) known.add(value)
    }
  }
  return Object.fromEntries(Object.entries(codes).map(([name, values]) => [name, [...values]]))
}

/** The codes that an entry names. */
export function codesInEntry(entry: Entry): Codes {
  return codesInCards([entry])
}
