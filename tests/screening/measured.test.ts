import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import { screen } from '../../server/submissions/screening/screen.ts'
import { places } from './places.ts'
import { shareOf } from './wilson.ts'

/**
 * The labelled passages of passages/README.md: how much of what must be marked is, and how much of what is marked must
 * be. What is set aside falls short of the aim (docs/screening.md says by how much); its bounds only keep what is reached.
 */

const Labelled = Type.Object({
  id: Type.String(),
  language: Type.String(),
  part: Type.Enum(['text', 'fileName']),
  text: Type.String(),
  marked: Type.Boolean(),
})
type Labelled = Static<typeof Labelled>

const folder = new URL('passages/', import.meta.url)
const sets = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .toSorted()
  .map((name) => ({ name, passages: passagesOf(name) }))
const scripts = ['Latin', 'Arabic', 'Russian'] as const
const aim = { recall: 0.95, precision: 0.85 }
const reachedSetAside = { recall: 0.83, precision: 0.83 }

function passagesOf(name: string): Labelled[] {
  const lines = readFileSync(new URL(name, folder), 'utf8').trim().split('\n')
  return lines.map((line) => Value.Parse(Labelled, JSON.parse(line)))
}

function scriptOf({ language }: Labelled): (typeof scripts)[number] {
  if (language === 'ar') return 'Arabic'
  return language === 'ru' ? 'Russian' : 'Latin'
}

function isMarked({ part, language, text }: Labelled): boolean {
  const name = part === 'fileName' ? 'attachments.1.fileName' : 'sections.approach'
  return screen([{ part: name, language, text }], places).length > 0
}

describe.each(sets)('the passages of $name', ({ name, passages }) => {
  const least = name === 'heldout.jsonl' ? reachedSetAside : aim

  it.each(scripts)('in %s script: few are missed, few marked for nothing', (script) => {
    const read = passages
      .filter((passage) => scriptOf(passage) === script)
      .map(({ marked, ...passage }) => ({ must: marked, is: isMarked({ marked, ...passage }) }))
    const right = read.filter(({ must, is }) => must && is).length
    const recall = shareOf(right, read.filter(({ must }) => must).length)
    const precision = shareOf(right, read.filter(({ is }) => is).length)
    process.stdout.write(`${name}, ${script}: recall ${recall.text}, precision ${precision.text}\n`)
    expect(recall.share, recall.text).toBeGreaterThanOrEqual(least.recall)
    expect(precision.share, precision.text).toBeGreaterThanOrEqual(least.precision)
  })

  it('half of them are harmless', () => {
    const harmless = passages.filter(({ marked }) => !marked).length
    expect(harmless / passages.length).toBeGreaterThan(0.48)
    expect(harmless / passages.length).toBeLessThan(0.53)
  })
})

it('the passages that the screening was built with are there, and those set aside', () => {
  expect(sets.map(({ name }) => name)).toEqual(['heldout.jsonl', 'tuning.jsonl'])
})
