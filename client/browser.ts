import { createHead } from '@unhead/vue/client'
import { createWebHistory } from 'vue-router'
import { browserApi } from './api.ts'
import { createHomeward } from './app.ts'
import { localeOf, tagOf } from './i18n.ts'
import { emptyPage, followRoutes } from './loading/page.ts'
import { retryKey } from './loading/retry.ts'
import type { HandedOver } from './state.ts'
import './styles/index.css'

const handed = document.getElementById('state')?.textContent
if (handed) {
  const { site, page } = JSON.parse(handed) as HandedOver
  const { locale, base } = localeOf(location.pathname)
  const state = Object.assign(emptyPage(), page)
  const history = createWebHistory(base)
  const { app, router } = createHomeward({ history, locale, site, page: state })
  app.use(createHead())
  app.provide(retryKey, followRoutes(router, state, browserApi, tagOf(locale)).retry)
  await router.isReady()
  app.mount('#app')
}
