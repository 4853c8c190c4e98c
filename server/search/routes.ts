import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  SearchQuery,
  SuggestQuery,
  SearchAnswer,
  Suggestions,
  type Suggestion,
} from '@homeward/schema/search.ts'
import type { LabelSource } from '../vocabulary/labels.ts'
import { codesInFacets } from '../vocabulary/labels.ts'
import { givenFilters } from './queries.ts'
import { search, type SearchCall, type SearchSetting } from './service.ts'
import { suggest } from './suggest.ts'

export interface SearchRoutes {
  setting: SearchSetting
  labels: LabelSource
  /** Told of a search that found nothing, once it is answered: what was typed, and from where. */
  onVain(typed: string, who: string): void
}

/** Searching and suggesting: for everyone. */
export const searchRoutes: FastifyPluginAsyncTypebox<SearchRoutes> = async (
  app,
  { setting, labels, onVain },
) => {
  app.get(
    '/search',
    {
      config: { access: 'everyone' },
      schema: {
        tags: ['Search'],
        summary: 'Search what is published',
        description:
          'Values of one filter are joined by or, filters by and. Each facet is counted without its own filter.',
        querystring: SearchQuery,
        response: { 200: SearchAnswer },
      },
    },
    async (request, reply) => {
      // Read first: whoever turns away meanwhile takes the address of their connection with them.
      const who = request.ip as string | undefined
      const {
        q = '',
        sort = 'relevance',
        page = 1,
        pageSize = 20,
        labels: language,
        ...rest
      } = request.query
      const call = { q, filters: givenFilters(rest), sort, page, pageSize }
      const { answer, filters } = await search(setting, call)
      if (isVain(call, answer) && who) reply.raw.once('finish', () => onVain(q, who))
      reply.header('cache-control', 'no-cache')
      if (language === undefined) return answer
      const codes = withChosen(codesInFacets(answer.facets), filters.values)
      return {
        ...answer,
        ...(answer.wayOn
          ? {
              wayOn: { ...answer.wayOn, near: await labelled(answer.wayOn.near, labels, language) },
            }
          : {}),
        labels: await labels.of(codes, language),
      }
    },
  )

  app.get(
    '/suggest',
    {
      config: { access: 'everyone' },
      schema: {
        tags: ['Search'],
        summary: 'Entries, places and terms that begin like what was typed',
        querystring: SuggestQuery,
        response: { 200: Suggestions },
      },
    },
    async (request, reply) => {
      const { q, labels: language = 'en' } = request.query
      const found = await suggest(setting.db, q)
      reply.header('cache-control', 'no-cache')
      return { suggestions: await labelled(found, labels, language) }
    },
  )
}

/** It found nothing anywhere, and not because of a filter or an engine that was away. */
function isVain({ q, filters, page }: SearchCall, answer: SearchAnswer): boolean {
  const unfiltered =
    Object.keys(filters.values).length === 0 && filters.yearFrom === null && filters.yearTo === null
  const { total, degraded, wayOn } = answer
  return (
    total === 0 && page === 1 && unfiltered && !degraded && !wayOn?.aboutAPerson && q.trim() !== ''
  )
}

/** What is chosen has a name too, where no entry has it. */
function withChosen(
  codes: Record<string, string[]>,
  chosen: Partial<Record<string, string[]>>,
): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(codes).map(([name, values]) => [
      name,
      [...new Set([...values, ...(chosen[name] ?? [])])],
    ]),
  )
}

async function labelled(
  found: Suggestion[],
  labels: LabelSource,
  language: string,
): Promise<Suggestion[]> {
  const codes: Record<string, string[]> = {}
  for (const { type, value } of found) if (type !== 'entry') (codes[type] ??= []).push(value)
  const texts = await labels.of(codes, language)
  return found.map((one) => ({ ...one, label: texts[one.type]?.[one.value] ?? one.label }))
}
