import { computed, onMounted, shallowRef, type ComputedRef } from 'vue'
import type { Comment, CommentList } from '@homeward/schema/submission.ts'
import { ApiError, browserApi } from '../../api.ts'
import { send } from '../../sending.ts'

/** What somebody said, with what was answered to it. */
export interface Thread {
  root: Comment
  answers: Comment[]
}

export interface Comments {
  all: ComputedRef<Thread[]>
  /** Those that wait for something. */
  open: ComputedRef<Thread[]>
  /** @param answerTo what it answers; null: it begins something new. @throws ApiError */
  write(text: string, field: string | null, answerTo: Comment | null): Promise<void>
  /** Says that it is done with, or opens it again, with its answers. @throws ApiError */
  resolve(comment: Comment, resolved: boolean): Promise<void>
  load(): Promise<void>
}

/** What moderators and the team say to each other about a submission. */
export function useComments(submission: string, first: readonly Comment[]): Comments {
  const path = `/api/v1/submissions/${submission}/comments`
  const list = shallowRef<readonly Comment[]>(first)
  const all = computed(() => threadsOf(list.value))

  async function load() {
    list.value = (await browserApi.get<CommentList>(path)).comments
  }
  onMounted(async () => {
    try {
      await load()
    } catch (error) {
      // Those that came with the page stay.
      if (!(error instanceof ApiError)) throw error
    }
  })

  return {
    all,
    open: computed(() => all.value.filter(({ root }) => root.resolvedAt === null)),
    async write(text, field, answerTo) {
      const about = field === null ? {} : { field }
      await send('POST', path, { text, ...(answerTo ? { answerTo: answerTo.id } : about) })
      await load()
    },
    async resolve({ id }, resolved) {
      await send('PATCH', `${path}/${id}`, { resolved })
      await load()
    },
    load,
  }
}

/** @param comments oldest first */
function threadsOf(comments: readonly Comment[]): Thread[] {
  return comments
    .filter(({ answerTo }) => answerTo === null)
    .map((root) => ({ root, answers: comments.filter(({ answerTo }) => answerTo === root.id) }))
}
