import { people, signingIn } from './rules/accounts.ts'
import { cities } from './rules/cities.ts'
import { figures } from './rules/figures.ts'
import { live } from './rules/live.ts'
import { moderation } from './rules/moderation.ts'
import { reading } from './rules/reading.ts'
import { writingAndReading } from './rules/submissions.ts'
import { vocabulary } from './rules/vocabulary.ts'
import type { Area } from './whoMay.ts'

/** All areas, in the order of the page. A new one is added here. */
export const areas: Area[] = [
  reading,
  signingIn,
  cities,
  writingAndReading,
  moderation,
  live,
  vocabulary,
  figures,
  people,
]
