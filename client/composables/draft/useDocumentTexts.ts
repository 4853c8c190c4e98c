import { onMounted, shallowRef, type ShallowRef } from 'vue'
import type { Document, DocumentChange } from '@homeward/schema/submission.ts'
import { ApiError } from '../../api.ts'
import { send } from '../../sending.ts'
import { keepEdits, keptEdits, type DocumentEdits } from './keptDocumentTexts.ts'
import type { Saving } from './saving.ts'
import type { Draft } from './useDraft.ts'
import { useSavingLoop } from './useSavingLoop.ts'

export type DocumentTextName = 'fileName' | 'alternativeText' | 'owner'

export interface DocumentTexts {
  saving: ShallowRef<Saving>
  textOf(document: Document, name: DocumentTextName): string
  set(id: string, name: DocumentTextName, text: string): void
  /** Saves at once. @returns whether all is saved */
  flush(): Promise<boolean>
  signedIn(): void
}

/** A document is never without a name. */
const sent = ({ fileName, ...others }: DocumentChange): DocumentChange =>
  fileName?.trim() ? { ...others, fileName } : others

/** What is said about documents: it saves by itself, as the text does. */
export function useDocumentTexts(draft: Draft, person: string): DocumentTexts {
  const { id: submission } = draft.submission.value
  const edits = shallowRef<DocumentEdits>({})
  /** Ids that were given anew: what is live keeps its document as it is. */
  const newIds = new Map<string, string>()
  const { saving, happened, typed } = useSavingLoop(save)
  let underWay: Promise<void> | null = null

  const isThere = (id: string) => draft.submission.value.documents.some((one) => one.id === id)

  function change(to: DocumentEdits) {
    edits.value = to
    keepEdits(submission, person, to)
  }

  function set(id: string, name: DocumentTextName, text: string) {
    const now = newIds.get(id) ?? id
    change({ ...edits.value, [now]: { ...edits.value[now], [name]: text } })
    typed()
  }

  function save(): Promise<void> {
    if (underWay) return underWay
    happened('due')
    if (saving.value.phase !== 'sending') return Promise.resolve()
    underWay = sendAll().finally(() => (underWay = null))
    return underWay
  }

  async function sendAll() {
    try {
      for (const [id, said] of Object.entries(edits.value)) await sendOne(id, said)
      happened(Object.keys(edits.value).length > 0 ? 'part-saved' : 'all-saved')
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.status === 401) {
        happened('signed-out')
        draft.signedOut()
      } else if (error.status === 409) happened('closed')
      else happened(error.status === 400 || error.status === 422 ? 'refused' : 'not-reached')
    }
  }

  async function sendOne(id: string, said: DocumentChange) {
    let now = id
    try {
      const path = `/api/v1/submissions/${submission}/attachments/${id}`
      now = (await send<Document>('PATCH', path, sent(said), { keepalive: true })).body.id
    } catch (error) {
      // Taken out meanwhile: there is nothing left to say of it.
      if (!(error instanceof ApiError) || error.status !== 404) throw error
    }
    if (now !== id) {
      newIds.set(id, now)
      const { [id]: here = said, ...others } = edits.value
      change({ ...others, [now]: here })
    }
    await draft.refresh()
    // What was typed since goes with the next save.
    const { [now]: left, ...others } = edits.value
    if (left === said) change(others)
  }

  onMounted(() => {
    const kept = Object.entries(keptEdits(submission, person)).filter(([id]) => isThere(id))
    if (kept.length === 0) return
    change({ ...Object.fromEntries(kept), ...edits.value })
    typed()
  })

  return {
    saving,
    textOf: (document, name) =>
      edits.value[newIds.get(document.id) ?? document.id]?.[name] ?? document[name] ?? '',
    set,
    async flush() {
      for (let round = 0; round < 3 && Object.keys(edits.value).length > 0; round++) {
        await save()
        if (saving.value.phase !== 'waiting') break
      }
      return Object.keys(edits.value).length === 0
    },
    signedIn: () => happened('signed-in'),
  }
}
