import { createHead } from '@unhead/vue/client'
import { createWebHistory } from 'vue-router'
import { browserApi } from './api.ts'
import { createHomeward } from './app.ts'
import { tagOf } from './i18n.ts'
import { emptyPage, followRoutes } from './loading/page.ts'
import { retryKey } from './loading/retry.ts'
import { locales } from './locales/locale.ts'
import type { HandedOver } from './state.ts'
import './styles/index.css'

const handed = document.getElementById('state')?.textContent
if (handed) {
  const { locale, site, page } = JSON.parse(handed) as HandedOver
  const state = Object.assign(emptyPage(), page)
  const history = createWebHistory(`${locales[locale]}/`)
  const { app, router } = createHomeward({ history, locale, site, page: state })
  app.use(createHead())
  app.provide(retryKey, followRoutes(router, state, browserApi, tagOf(locale)).retry)
  await router.isReady()
  // A page's script is gone once a newer version of the site is there: the address itself still leads to the page.
  router.onError((_error, to) => location.assign(router.resolve(to).href))
  app.mount('#app')
}
