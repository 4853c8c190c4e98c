import type { Passage } from '@homeward/schema/screening.ts'
import type { ScreenedPart } from './screening/screen.ts'

/** Names of countries and cities, as the thread that screens is told them. */
export interface PlaceNames {
  countries: string[]
  cities: { name: string; population: number | null }[]
}

/** What the thread that screens is told: the places of the tasks that follow, or texts to screen. */
export type ToThread =
  | { kind: 'places'; places: PlaceNames }
  | { kind: 'screen'; id: number; parts: ScreenedPart[] }

export type FromThread = { id: number } & ({ passages: Passage[] } | { failed: unknown })

const isOfKind = (message: unknown): message is { kind: unknown } =>
  typeof message === 'object' && message !== null && 'kind' in message

export const isToThread = (message: unknown): message is ToThread =>
  isOfKind(message) && (message.kind === 'places' || message.kind === 'screen')

export const isFromThread = (message: unknown): message is FromThread =>
  typeof message === 'object' &&
  message !== null &&
  'id' in message &&
  typeof message.id === 'number' &&
  (('passages' in message && Array.isArray(message.passages)) || 'failed' in message)
