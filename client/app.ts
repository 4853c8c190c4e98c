import { createSSRApp, type App } from 'vue'
import { createRouter, type RouterHistory, type Router } from 'vue-router'
import Shell from './components/SiteShell.vue'
import { createTexts, type Locale } from './i18n.ts'
import { pageKey, type PageState } from './loading/page.ts'
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
      if (to.hash) return { el: to.hash, top: 16 }
      return to.path === from.path && to.query['page'] === from.query['page'] ? false : { top: 0 }
    },
  })
  app.use(router)
  app.use(createTexts(given.locale))
  app.provide(siteKey, given.site)
  app.provide(pageKey, given.page)
  return { app, router }
}
