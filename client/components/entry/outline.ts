import type { Entry } from '@homeward/schema/entry.ts'

const names = ['staff', 'money', 'agencies'] as const

/** What is said of what it takes; what is not said is left out. */
export function meansOf(entry: Entry): { name: (typeof names)[number]; text: string }[] {
  return names.flatMap((name) => {
    const text = entry.means[name]
    return text === null ? [] : [{ name, text }]
  })
}

/** The ids of what a page shows of an entry, in its order. Their names are at `entry.section` in the messages. */
export function outlineOf(entry: Entry): string[] {
  return [
    ...(entry.evidence === null ? [] : ['worth']),
    ...(meansOf(entry).length === 0 ? [] : ['means']),
    ...entry.sections.map(({ id }) => id),
    ...(entry.documents.length === 0 ? [] : ['documents']),
    ...(entry.replies.length === 0 ? [] : ['replies']),
    ...(entry.sources.length === 0 ? [] : ['sources']),
  ]
}
