import type { Leftover, LeftoverKind, Removed, RemovedKind } from './kinds.ts'

const details = { most: 20, longest: 100 }

/** Gathers what was taken out of a file and what is still in it. */
export class Findings {
  readonly #left = new Map<LeftoverKind, { count: number; detail: Set<string> }>()
  readonly #removed = new Map<RemovedKind, number>()

  /** @param detail a name that helps to find it */
  leave(kind: LeftoverKind, detail?: string, count = 1): void {
    if (count === 0) return
    const known = this.#left.get(kind) ?? { count: 0, detail: new Set() }
    known.count += count
    const name = detail?.normalize('NFC').trim().slice(0, details.longest) ?? ''
    if (name !== '' && known.detail.size < details.most) known.detail.add(name)
    this.#left.set(kind, known)
  }

  remove(kind: RemovedKind, count = 1): void {
    if (count > 0) this.#removed.set(kind, (this.#removed.get(kind) ?? 0) + count)
  }

  get leftovers(): Leftover[] {
    return [...this.#left].map(([kind, { count, detail }]) =>
      detail.size > 0 ? { kind, count, detail: [...detail] } : { kind, count },
    )
  }

  get removed(): Removed[] {
    return [...this.#removed].map(([kind, count]) => ({ kind, count }))
  }
}
