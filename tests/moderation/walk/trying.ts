import { lapseClaims } from '../../../server/moderation/claiming.ts'
import { core } from '../../submissions/place.ts'
import type { Place } from '../place.ts'
import type { Model, Try } from './model.ts'

const city = 'dk-aarhus'
const words = 'Please say who the mentors are.'

/** What came of something that was tried. */
export interface Came {
  /** Whether it was done. */
  done: boolean
  /** Id of what was made. */
  made: string | null
  said: string
}

/** Tries something over HTTP, as whoever it is. @throws Error where the server failed */
export async function tryOut(place: Place, model: Model, tried: Try): Promise<Came> {
  if (tried.what === 'lapse') return lapse(place, tried.id)
  const ask = (method: string, path: string, body?: object, version?: number) =>
    place[tried.by].ask(
      method,
      `/api/v1${path}`,
      body,
      version === undefined ? {} : { 'if-match': `"${version}"` },
    )
  const answer = await sent(place, model, tried, ask)
  const said = await answer.text()
  if (answer.status >= 500) throw new Error(`${JSON.stringify(tried)}: ${said}`)
  const makes = tried.what === 'begin' || tried.what === 'copy' || tried.what === 'revise'
  const made = makes && answer.ok ? idIn(said) : null
  return { done: answer.ok, made, said: `${answer.status} ${said}` }
}

type Ask = (method: string, path: string, body?: object, version?: number) => Promise<Response>

async function sent(place: Place, model: Model, tried: Exclude<Try, { what: 'lapse' }>, ask: Ask) {
  if (tried.what === 'begin') return begin(ask, tried.title)
  if (tried.what === 'revise') {
    return ask('POST', `/entries/${await slugOf(place, model, tried.entry)}/revisions`, {})
  }
  const at = `/submissions/${tried.id}`
  switch (tried.what) {
    case 'edit':
      return ask('PATCH', at, { title: tried.title, ...agreed }, tried.version)
    case 'submit':
      return ask('POST', `${at}/submit`, undefined, tried.version)
    case 'delete':
      return ask('DELETE', at)
    case 'copy': {
      const own = model.subs.find(({ id }) => id === tried.id)?.city ?? true
      return ask('POST', '/submissions', { from: tried.id, ...(own ? { city } : {}) })
    }
    case 'comment':
      return ask('POST', `${at}/comments`, { text: words })
    case 'check':
      return ask('PUT', `${at}/checklist/harm`, { answer: 'yes' })
    case 'request-changes':
      return ask('POST', `${at}/request-changes`, { seen: tried.seen, text: words })
    case 'reject':
      return ask('POST', `${at}/reject`, { seen: tried.seen, text: words, reason: 'other' })
    case 'approve': {
      const { seen, withdrawSuggestions } = tried
      return ask('POST', `${at}/approve`, { seen, withdrawSuggestions })
    }
    case 'suggest': {
      const { before, proposed } = tried
      return ask('POST', `${at}/suggestions`, { field: 'title', before, proposed })
    }
    case 'answer-suggestion': {
      const suggestion = await suggestionOn(place, tried.id, tried.proposed)
      return ask('POST', `${at}/suggestions/${suggestion}/${tried.answer}`)
    }
    case 'appeal':
      return ask('POST', `${at}/appeal`, { text: words })
    case 'uphold-rejection':
    case 'overturn-rejection': {
      const outcome = tried.what === 'uphold-rejection' ? 'upheld' : 'overturned'
      return ask('POST', `${at}/appeal/decide`, { outcome, reason: words })
    }
    case 'withdraw':
    case 'claim':
    case 'release':
      return ask('POST', `${at}/${tried.what}`)
  }
}

const agreed = { licence: true, notKnown: core.notKnown }

async function begin(ask: Ask, title: string): Promise<Response> {
  const answer = await ask('POST', '/submissions', { city, language: 'en' })
  if (!answer.ok) return answer
  const said = await answer.text()
  const saved = await ask('PATCH', `/submissions/${idIn(said)}`, { ...core, title }, 1)
  return saved.ok ? new Response(said, { status: 201 }) : saved
}

function idIn(text: string): string | null {
  const said: unknown = JSON.parse(text)
  const has = typeof said === 'object' && said !== null && 'id' in said
  return has && typeof said.id === 'string' ? said.id : null
}

const nothing = '0190a6c5-0000-7000-8000-000000000000'

async function slugOf({ site }: Place, model: Model, entry: number): Promise<string> {
  const sub = model.subs.find((one) => one.entry === entry)
  const row = await site.database.db
    .selectFrom('entries as e')
    .innerJoin('revisions as r', 'r.entry_id', 'e.id')
    .select('e.slug')
    .where('r.id', '=', sub?.id ?? nothing)
    .executeTakeFirst()
  return row?.slug ?? 'nothing'
}

async function suggestionOn({ site }: Place, id: string, proposed: string | null): Promise<string> {
  const row = await site.database.db
    .selectFrom('suggestions')
    .select('id')
    .where('revision_id', '=', id)
    .where('proposed', '=', proposed)
    .executeTakeFirst()
  return row?.id ?? nothing
}

/** Lets the time of a claim be over. */
async function lapse({ site }: Place, id: string): Promise<Came> {
  const { database } = site
  const past = new Date(Date.now() - 1_000)
  await database.db
    .updateTable('queue')
    .set({ claimed_until: past })
    .where('id', '=', id)
    .where('claimed_by', 'is not', null)
    .execute()
  await lapseClaims({ database, jobs: database.jobs })
  return { done: true, made: null, said: '' }
}
