import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { documentLimits } from '@homeward/schema/names.ts'
import type { Document } from '@homeward/schema/submission.ts'
import { ApiError } from '../../api.ts'
import { kindOf } from '../../sending.ts'
import { newId } from './thisWindow.ts'
import { reasonOf, uploaded, type Upload } from './uploading.ts'
import type { Draft } from './useDraft.ts'

/** A file on its way, waiting for its turn, or not taken. */
export interface Sending {
  id: string
  file: File
  /** Bytes that have gone. All have: the server looks into it. */
  gone: number
  state: 'waiting' | 'going' | 'failed'
  /** Why it failed: what the server says of the file, or `offline`. */
  fault: { kind: string; title: string; text: string } | null
}

export interface Uploads {
  list: ShallowRef<readonly Sending[]>
  /** What was added last. */
  added: ShallowRef<Document | null>
  add(files: Iterable<File>): void
  again(sending: Sending): void
  /** Ends it, or takes what failed off the list. */
  cancel(sending: Sending): void
}

/** Sends files, one after the other. */
export function useUploads(draft: Draft): Uploads {
  const list = shallowRef<readonly Sending[]>([])
  const added = shallowRef<Document | null>(null)
  let underWay: { id: string; upload: Upload } | null = null

  const change = (id: string, to: Partial<Sending>) =>
    (list.value = list.value.map((one) => (one.id === id ? { ...one, ...to } : one)))
  const drop = (id: string) => (list.value = list.value.filter((one) => one.id !== id))

  async function next() {
    const first = list.value.find(({ state }) => state === 'waiting')
    if (underWay || !first) return
    const { id, file } = first
    change(id, { state: 'going', gone: 0 })
    const upload = uploaded(draft.submission.value.id, file, (gone) => change(id, { gone }))
    underWay = { id, upload }
    try {
      const document = await upload.done
      drop(id)
      if (document) added.value = document
      await draft.refresh()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.status === 401) draft.signedOut()
      change(id, { state: 'failed', fault: faultOf(error) })
    } finally {
      underWay = null
    }
    void next()
  }

  onScopeDispose(() => {
    list.value = []
    underWay?.upload.end()
  })

  return {
    list,
    added,
    add(files) {
      const more = [...files].map((file): Sending => {
        const tooLarge = file.size > documentLimits.bytes
        const fault = tooLarge ? { kind: 'too-large', title: '', text: '' } : null
        return { id: newId(), file, gone: 0, state: tooLarge ? 'failed' : 'waiting', fault }
      })
      list.value = [...list.value, ...more]
      void next()
    },
    again({ id }) {
      change(id, { state: 'waiting', fault: null })
      void next()
    },
    cancel({ id }) {
      if (underWay?.id === id) underWay.upload.end()
      else drop(id)
    },
  }
}

function faultOf({ status, problem }: ApiError): Sending['fault'] {
  if (status === 0) return { kind: 'offline', title: '', text: '' }
  return {
    kind: reasonOf(problem) ?? kindOf(problem),
    title: problem?.title ?? '',
    text: problem?.detail ?? '',
  }
}
