import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { forget, keep, keptOf, type KeptDraft } from './keptDrafts.ts'
import { openAmong, showOpen } from './thisWindow.ts'

export interface Kept {
  /** Whether this browser can keep anything. */
  works: ShallowRef<boolean>
  /** Keeps the newest; what is being written is never waited for. Null: nothing is unsaved any more. */
  keep(draft: Pick<KeptDraft, 'base' | 'content'> | null): void
  /** What windows that are closed left unsaved, taken over by this one. */
  takeOver(): Promise<KeptDraft[]>
  /** Takes out what was taken over, once it is saved or kept as this window's own. */
  forgetTaken(): void
}

/** The browser's own copy of what is unsaved: one for each window, so that two of them never write over each other. */
export function useKept(about: { submission: string; person: string; window: string }): Kept {
  const works = shallowRef(true)
  let next: { draft: Pick<KeptDraft, 'base' | 'content'> | null } | null = null
  let writing = false
  let taken: string[] = []
  let close: (() => void) | null = null
  onScopeDispose(() => close?.())

  const tried = async (task: () => Promise<void>) => {
    try {
      await task()
      works.value = true
    } catch {
      // A browser may keep nothing, as in a private window: saving goes on without.
      works.value = false
    }
  }

  async function write() {
    if (writing) return
    writing = true
    while (next !== null) {
      const { draft } = next
      next = null
      await tried(() => (draft === null ? forget(about.window) : keep({ ...about, ...draft })))
    }
    writing = false
  }

  return {
    works,
    keep(draft) {
      next = { draft }
      void write()
    },
    async takeOver() {
      close = showOpen(about.window)
      let left: KeptDraft[] = []
      await tried(async () => {
        const all = await keptOf(about.submission, about.person)
        const open = await openAmong(all.map(({ window }) => window))
        left = all.filter(({ window }) => window !== about.window && !open.has(window))
      })
      taken = left.map(({ window }) => window)
      return left
    },
    forgetTaken() {
      const windows = taken
      taken = []
      for (const window of windows) void tried(() => forget(window))
    },
  }
}
