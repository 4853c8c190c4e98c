import { createSSRApp, type App } from 'vue'
import { createRouter, START_LOCATION, type RouterHistory, type Router } from 'vue-router'
import Shell from './components/SiteShell.vue'
import { addTexts, createTexts } from './i18n.ts'
import { pageKey, type PageState } from './loading/page.ts'
import type { Locale } from './locales/locale.ts'
import { routes } from './routes.ts'
import { siteKey } from './site.ts'
import type { SiteFacts } from './siteFacts.ts'

/** The application, the same on the server and in the browser. */
export function createHomeward(given: {
  history: RouterHistory
  locale: Locale
  site: SiteFacts
  page: PageState
}): { app: App; router: Router } {
  const app = createSSRApp(Shell)
  const router = createRouter({
    history: given.history,
    routes,
    scrollBehavior(to, from, saved) {
      if (saved) return saved
      // Who began to read before the script took over stays where they are.
      if (from === START_LOCATION) return false
      if (to.hash) return { el: to.hash, top: 16 }
      return to.path === from.path && to.query['page'] === from.query['page'] ? false : { top: 0 }
    },
  })
  app.use(router)
  const texts = createTexts(given.locale)
  app.use(texts)
  router.beforeResolve(async ({ meta }) => {
    if (meta.texts) await addTexts(texts, meta.texts)
  })
  app.provide(siteKey, given.site)
  app.provide(pageKey, given.page)
  return { app, router }
}
