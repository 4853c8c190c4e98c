import { inject, shallowReactive, type InjectionKey } from 'vue'
import type { Router, RouteLocationNormalized } from 'vue-router'
import { ApiError, Moved, type Api } from '../api.ts'
import type { Problem } from '@homeward/schema/problem.ts'

/** What the current page shows. */
export interface PageState {
  data: unknown
  /** Why there is no data: an HTTP status, 0 where the network failed, and what the server said. */
  failure: { status: number; problem: Problem | null } | null
  /** A page that stays could not get what was asked for last; it still shows what it had. */
  stale: boolean
  loading: boolean
}

const pageKey: InjectionKey<PageState> = Symbol('page')
export { pageKey }

export function emptyPage(): PageState {
  return shallowReactive({ data: null, failure: null, stale: false, loading: false })
}

export function usePageState(): PageState {
  const state = inject(pageKey)
  if (!state) throw new Error('The state of the page was not provided')
  return state
}

/** Loads what a route shows. Throws Moved and whatever is not an answer of the API. */
export async function loadRoute(
  to: RouteLocationNormalized,
  api: Api,
  language: string,
  signal?: AbortSignal,
): Promise<Pick<PageState, 'data' | 'failure'>> {
  const { load } = to.meta
  if (!load)
    return { data: null, failure: to.name === 'unknown' ? { status: 404, problem: null } : null }
  const params = Object.fromEntries(
    Object.entries(to.params).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join('/') : value,
    ]),
  )
  try {
    return { data: await load({ api, params, query: to.query, language, signal }), failure: null }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    // Whoever is not signed in does so first, and comes back.
    if (error.status === 401 && to.meta.own) {
      throw new Moved(`/sign-in?next=${encodeURIComponent(to.fullPath)}`, false)
    }
    return { data: null, failure: { status: error.status, problem: error.problem } }
  }
}

/**
 * Keeps the state of the page with the route, in the browser. Another page is loaded before it is shown. A page that
 * stays is shown at once with what it has; a newer question aborts an older one, so that no older answer replaces a
 * newer one.
 */
export function followRoutes(
  router: Router,
  state: PageState,
  api: Api,
  language: string,
): { retry(): void } {
  let asked: AbortController | null = null
  const ask = async (
    to: RouteLocationNormalized,
  ): Promise<Pick<PageState, 'data' | 'failure'> | null> => {
    asked?.abort()
    const mine = new AbortController()
    asked = mine
    state.loading = true
    try {
      const loaded = await loadRoute(to, api, language, mine.signal)
      return mine.signal.aborted ? null : loaded
    } catch (error) {
      if (mine.signal.aborted) return null
      throw error
    } finally {
      if (asked === mine) state.loading = false
    }
  }
  const refresh = async (to: RouteLocationNormalized) => {
    const loaded = await ask(to)
    if (!loaded) return
    // What fails in passing leaves what there is; the person is told and can try again.
    state.stale = loaded.failure !== null
    if (!loaded.failure) Object.assign(state, loaded)
  }
  // What a page shows comes with it, not before: the page that is left has no use for it.
  let coming: Pick<PageState, 'data' | 'failure'> | null = null
  let started = false
  router.beforeResolve(async (to, from) => {
    // The first page came from the server with its state.
    if (!started || samePage(to, from)) return true
    try {
      const loaded = await ask(to)
      if (!loaded) return false
      coming = loaded
      return true
    } catch (error) {
      if (error instanceof Moved) return error.to
      throw error
    }
  })
  router.afterEach((to, from, failure) => {
    if (coming && !failure) Object.assign(state, coming, { stale: false })
    coming = null
    if (
      started &&
      !failure &&
      !to.meta.once &&
      samePage(to, from) &&
      to.fullPath.split('#')[0] !== from.fullPath.split('#')[0]
    ) {
      void refresh(to)
    }
    started = true
  })
  return { retry: () => void refresh(router.currentRoute.value) }
}

function samePage(to: RouteLocationNormalized, from: RouteLocationNormalized): boolean {
  return to.name === from.name && to.path === from.path
}
