import type { RouteRecordRaw } from 'vue-router'
import type { Component } from 'vue'
import type { Api } from './api.ts'
import {
  loadCountries,
  loadCountry,
  loadEntry,
  loadHome,
  loadSearch,
  loadTheme,
  loadThemes,
} from './loading/loaders.ts'
import type { Query } from './loading/query.ts'

/** What a loader is told: where it is, and in which language labels are wanted. */
export interface LoadContext {
  api: Api
  params: Record<string, string>
  query: Query
  language: string
  signal: AbortSignal | undefined
}

export type Loader = (context: LoadContext) => Promise<unknown>

declare module 'vue-router' {
  interface RouteMeta {
    /** The file of the page, so that the server can name its script early. */
    page: string
    /** What the page shows; pages without one have all they need. */
    load?: Loader
    /** The page stays while its query changes, and shows what it has until there is new. */
    stays?: true
  }
}

const pages = import.meta.glob<{ default: Component }>('./pages/*.vue')

function page(
  path: string,
  name: string,
  file: string,
  more: { load?: Loader; stays?: true } = {},
): RouteRecordRaw {
  const key = `./pages/${file}.vue`
  const component = pages[key]
  if (!component) throw new Error(`There is no page ${key}`)
  return { path, name, component, meta: { page: key.slice(2), ...more } }
}

export const routes: RouteRecordRaw[] = [
  page('/', 'home', 'HomePage', { load: loadHome }),
  page('/search', 'search', 'SearchPage', { load: loadSearch, stays: true }),
  page('/practices/:slug', 'practice', 'EntryPage', { load: loadEntry('practice') }),
  page('/guidance/:slug', 'guidance', 'EntryPage', { load: loadEntry('guidance') }),
  page('/events/:slug', 'event', 'EntryPage', { load: loadEntry('event') }),
  page('/countries', 'countries', 'CountriesPage', { load: loadCountries }),
  page('/countries/:code', 'country', 'CountryPage', { load: loadCountry }),
  page('/themes', 'themes', 'ThemesPage', { load: loadThemes }),
  page('/themes/:id', 'theme', 'ThemePage', { load: loadTheme }),
  page('/about', 'about', 'AboutPage'),
  page('/:rest(.*)*', 'unknown', 'UnknownPage'),
]
