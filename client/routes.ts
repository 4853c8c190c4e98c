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
import type { LaterTexts } from './i18n.ts'
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

interface PageMeta {
  /** What the page shows; pages without one have all they need. */
  load?: Loader
  /** The page stays while its query changes, and shows what it has until there is new. */
  stays?: true
  /** Loads once: what the query says concerns the page alone. */
  once?: true
  /** Shows what belongs to the person who is signed in. */
  own?: true
  /** Texts that come with the page. */
  texts?: readonly LaterTexts[]
}

declare module 'vue-router' {
  interface RouteMeta extends PageMeta {
    /** The file of the page, so that the server can name its script early. */
    page: string
  }
}

const pages = import.meta.glob<{ default: Component }>('./pages/*.vue')

function page(path: string, name: string, file: string, more: PageMeta = {}): RouteRecordRaw {
  const key = `./pages/${file}.vue`
  const component = pages[key]
  if (!component) throw new Error(`There is no page ${key}`)
  return { path, name, component, meta: { page: key.slice(2), ...more } }
}

/** Pages of the person who is signed in. What they load and say comes with them, since most visitors never open them. */
const own = { own: true, texts: ['forms', 'account'] } as const
/** Pages that lead in: the same for everyone. */
const entrance = { texts: ['forms', 'account'] } as const

/** Pages of cities. What they load comes with them. */
const ofCities = (
  load: (loaders: typeof import('./loading/cities.ts')) => Loader,
): { load: Loader; texts: readonly LaterTexts[] } => ({
  texts: ['forms', 'account', 'cities'],
  load: async (context) => load(await import('./loading/cities.ts'))(context),
})
const ownCities = (load: (loaders: typeof import('./loading/cities.ts')) => Loader): PageMeta => ({
  own: true,
  ...ofCities(load),
})

/** Where practices are described. */
const drafts = (load: (loaders: typeof import('./loading/drafts.ts')) => Loader): PageMeta => ({
  own: true,
  texts: ['forms', 'account', 'draft', 'diff', 'suggestions'],
  load: async (context) => load(await import('./loading/drafts.ts'))(context),
})

/** Where moderators keep the vocabulary and the synonyms. */
const wordsOf = (
  load: (loaders: typeof import('./loading/vocabularyAdmin.ts')) => Loader,
): PageMeta => ({
  own: true,
  texts: ['forms', 'account', 'vocabularyAdmin'],
  load: async (context) => load(await import('./loading/vocabularyAdmin.ts'))(context),
})

/** What moderators can know of their work. */
const insight = (load: (loaders: typeof import('./loading/insight.ts')) => Loader): PageMeta => ({
  own: true,
  texts: ['forms', 'account', 'cities', 'insight'],
  load: async (context) => load(await import('./loading/insight.ts'))(context),
})

/** Where moderators read and decide. */
const moderation = (
  load: (loaders: typeof import('./loading/moderation.ts')) => Loader,
): PageMeta => ({
  own: true,
  texts: ['forms', 'account', 'cities', 'draft', 'moderation'],
  load: async (context) => load(await import('./loading/moderation.ts'))(context),
})

/** What moderators do with what is live. */
const liveActs = (load: (loaders: typeof import('./loading/live.ts')) => Loader): PageMeta => ({
  own: true,
  texts: ['forms', 'account', 'cities', 'draft', 'diff', 'moderation', 'live'],
  load: async (context) => load(await import('./loading/live.ts'))(context),
})

/** What people from outside are asked to advise on. */
const reviews = (load: (loaders: typeof import('./loading/review.ts')) => Loader): PageMeta => ({
  own: true,
  texts: ['forms', 'account', 'draft', 'review'],
  load: async (context) => load(await import('./loading/review.ts'))(context),
})

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
  page('/about/method', 'method', 'MethodPage', {
    texts: ['method'],
    stays: true,
    load: async (context) => (await import('./loading/method.ts')).loadMethod(context),
  }),
  page('/sign-in', 'sign-in', 'SignInPage', entrance),
  page('/sign-up', 'sign-up', 'SignUpPage', entrance),
  page('/reset', 'reset', 'ResetPage', entrance),
  page('/verify', 'verify', 'VerifyPage', entrance),
  page('/join', 'join', 'JoinPage', entrance),
  page('/become-administrator', 'become-administrator', 'BecomeAdministratorPage', entrance),
  page('/review', 'review', 'ReviewPage', { texts: ['forms', 'account', 'review'] }),
  page('/still-running', 'still-running', 'StillRunningPage', {
    texts: ['forms', 'account', 'running'],
  }),
  page('/my', 'my', 'MyPage', {
    ...own,
    load: async (context) => (await import('./loading/account.ts')).loadOverview(context),
  }),
  page('/my/news', 'news', 'MyNewsPage', {
    own: true,
    texts: ['forms', 'account', 'cities', 'news'],
    stays: true,
    load: async (context) => (await import('./loading/news.ts')).loadNews(context),
  }),
  page('/my/account', 'account', 'AccountPage', {
    ...own,
    load: async (context) => (await import('./loading/account.ts')).loadAccount(context),
  }),
  page(
    '/cities/:slug',
    'city',
    'CityPage',
    ofCities(({ loadCity }) => loadCity),
  ),
  page(
    '/my/cities',
    'my-cities',
    'CityMinePage',
    ownCities(({ loadMyCities }) => loadMyCities),
  ),
  page(
    '/my/cities/ask',
    'ask-for-city',
    'CityAskPage',
    ownCities((all) => all.loadAskForCity),
  ),
  page(
    '/my/cities/:slug',
    'city-team',
    'CityTeamPage',
    ownCities(({ loadTeam }) => loadTeam),
  ),
  page(
    '/my/cities/:slug/questions',
    'city-questions',
    'CityQuestionsPage',
    ownCities((all) => all.loadCityQuestions),
  ),
  page(
    '/my/cities/:slug/requests',
    'city-requests',
    'CityRequestsPage',
    ownCities((all) => all.loadCityRequests),
  ),
  page(
    '/my/questions',
    'my-questions',
    'CityMyQuestionsPage',
    ownCities((all) => all.loadMyQuestions),
  ),
  page(
    '/submit',
    'submit',
    'SubmitPage',
    drafts(({ loadBegin }) => loadBegin),
  ),
  page('/submit/:id', 'draft', 'DraftPage', {
    ...drafts(({ loadDraft }) => loadDraft),
    once: true,
  }),
  page(
    '/my/submissions',
    'my-submissions',
    'MySubmissions',
    drafts((all) => all.loadMySubmissions),
  ),
  page(
    '/my/submissions/:id',
    'my-submission',
    'DraftPage',
    drafts(({ leadToDraft }) => leadToDraft),
  ),
  page(
    '/my/reviews',
    'my-reviews',
    'MyReviewsPage',
    reviews(({ loadMyReviews }) => loadMyReviews),
  ),
  page('/my/reviews/:id', 'my-review', 'MyReviewPage', {
    ...reviews(({ loadReview }) => loadReview),
    once: true,
  }),
  page(
    '/my/entries/:slug',
    'city-entry',
    'CityEntryPage',
    ownCities((all) => all.loadAboutEntry),
  ),
  page(
    '/admin/cities',
    'who-asked',
    'CityWhoAskedPage',
    ownCities(({ loadWhoAsked }) => loadWhoAsked),
  ),
  page('/moderation', 'moderation', 'ModerationQueuePage', {
    ...moderation(({ loadQueue }) => loadQueue),
    stays: true,
  }),
  page(
    '/moderation/submissions/:id',
    'moderation-desk',
    'ModerationDeskPage',
    moderation(({ loadDesk }) => loadDesk),
  ),
  page(
    '/moderation/entries/:slug',
    'live-entry',
    'LiveEntryPage',
    liveActs(({ loadKept }) => loadKept),
  ),
  page('/moderation/entries/:slug/history', 'live-history', 'LiveHistoryPage', {
    ...liveActs(({ loadHistory }) => loadHistory),
    stays: true,
  }),
  page(
    '/moderation/reports/:id',
    'moderation-report',
    'ModerationReportPage',
    liveActs(({ loadReport }) => loadReport),
  ),
  page('/report/:slug', 'report', 'ReportPage', {
    texts: ['forms', 'live'],
    once: true,
    load: async (context) => (await import('./loading/live.ts')).loadReported(context),
  }),
  page(
    '/moderation/requests',
    'entry-requests',
    'CityEntryRequestsPage',
    ownCities((all) => all.loadEntryRequests),
  ),
  page(
    '/moderation/vocabulary',
    'vocabulary',
    'VocabularyPage',
    wordsOf(({ loadTerms }) => loadTerms),
  ),
  page(
    '/moderation/vocabulary/:kind',
    'vocabulary-kind',
    'VocabularyKindPage',
    wordsOf(({ loadKind }) => loadKind),
  ),
  page(
    '/moderation/vocabulary/:kind/:id',
    'vocabulary-term',
    'VocabularyTermPage',
    wordsOf(({ loadTerm }) => loadTerm),
  ),
  page(
    '/moderation/figures',
    'figures',
    'ModerationFiguresPage',
    insight(({ loadFigures }) => loadFigures),
  ),
  page('/moderation/searches', 'searches', 'ModerationSearchesPage', {
    ...insight(({ loadSearches }) => loadSearches),
    stays: true,
  }),
  page('/moderation/decisions', 'decisions', 'ModerationDecisionsPage', {
    ...insight(({ loadLog }) => loadLog),
    stays: true,
  }),
  page('/moderation/synonyms', 'synonyms', 'SynonymsPage', {
    ...wordsOf(({ loadSynonyms }) => loadSynonyms),
    once: true,
  }),
  page('/:rest(.*)*', 'unknown', 'UnknownPage'),
]
