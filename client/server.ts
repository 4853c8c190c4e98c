import { createHead, renderSSRHead } from '@unhead/vue/server'
import { renderToString } from 'vue/server-renderer'
import { createMemoryHistory } from 'vue-router'
import { Moved, type Api } from './api.ts'
import { createHomeward } from './app.ts'
import { directionOf, localeOf, tagOf } from './i18n.ts'
import { emptyPage, loadRoute } from './loading/page.ts'
import type { SiteFacts } from './siteFacts.ts'
import type { Rendered } from './rendering.ts'

export { readAnswer } from './api.ts'

/** Renders the page at an address. @param failed render the page of a failure instead, with this status */
export async function renderPage(
  address: string,
  apiAs: (who: 'everyone' | 'person') => Api,
  site: SiteFacts,
  failed?: number,
): Promise<Rendered> {
  const { locale, base } = localeOf(new URL(address, 'http://site').pathname)
  const state = emptyPage()
  const { app, router } = createHomeward({
    history: createMemoryHistory(base),
    locale,
    site,
    page: state,
  })
  const head = createHead({
    init: [{ htmlAttrs: { lang: tagOf(locale), dir: directionOf(locale) } }],
  })
  app.use(head)
  await router.push(`/${address.slice(base.length)}`)
  await router.isReady()
  const route = router.currentRoute.value
  try {
    Object.assign(
      state,
      failed === undefined
        ? await loadRoute(route, apiAs(route.meta.own ? 'person' : 'everyone'), tagOf(locale))
        : { failure: { status: failed, problem: null } },
    )
  } catch (error) {
    if (error instanceof Moved)
      return { moved: `${base.slice(0, -1)}${error.to}`, forGood: error.forGood }
    throw error
  }
  const html = await renderToString(app)
  const { headTags, htmlAttrs, bodyAttrs } = await renderSSRHead(head)
  return {
    status: state.failure ? state.failure.status : statusOf(state.data),
    html,
    head: headTags,
    htmlAttributes: htmlAttrs,
    bodyAttributes: bodyAttrs,
    page: route.meta.page,
    own: route.meta.own === true,
    state: { locale, site, page: { data: state.data, failure: state.failure } },
  }
}

/** A page can show a problem of its own, such as a filter that does not exist. */
function statusOf(data: unknown): number {
  if (typeof data !== 'object' || data === null || !('problem' in data)) return 200
  const { problem } = data
  return typeof problem === 'object' && problem !== null && 'status' in problem
    ? Number(problem.status)
    : 200
}
