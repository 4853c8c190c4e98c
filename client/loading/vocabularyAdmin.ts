import { termKinds, type TermKind } from '@homeward/schema/names.ts'
import type {
  KeptSynonym,
  KeptSynonyms,
  KeptTerm,
  KeptTerms,
} from '@homeward/schema/vocabularyAdmin.ts'
import { ApiError } from '../api.ts'
import type { LoadContext } from '../routes.ts'
import { guarded, type Guarded } from './guarded.ts'

export type TermsData = Guarded<{ terms: KeptTerm[] }>
export type KindData = Guarded<{ kind: TermKind; terms: KeptTerm[] }>
export type TermData = Guarded<{ kind: TermKind; term: KeptTerm; others: KeptTerm[] }>
export type SynonymsData = Guarded<{ synonyms: KeptSynonym[] }>

const termsOf = async ({ api, signal }: LoadContext): Promise<KeptTerm[]> =>
  (await api.get<KeptTerms>('/api/v1/admin/vocabulary', signal)).terms

export const loadTerms = (context: LoadContext): Promise<TermsData> =>
  guarded(context, async () => ({ terms: await termsOf(context) }))

async function ofKind(context: LoadContext): Promise<{ kind: TermKind; terms: KeptTerm[] }> {
  const kind = termKinds.find((one) => one === context.params['kind'])
  if (!kind) throw new ApiError(404, null)
  return { kind, terms: (await termsOf(context)).filter((term) => term.kind === kind) }
}

export const loadKind = (context: LoadContext): Promise<KindData> =>
  guarded(context, () => ofKind(context))

export const loadTerm = (context: LoadContext): Promise<TermData> =>
  guarded(context, async () => {
    const { kind, terms } = await ofKind(context)
    const term = terms.find(({ id }) => id === context.params['id'])
    if (!term) throw new ApiError(404, null)
    return { kind, term, others: terms.filter(({ id }) => id !== term.id) }
  })

export const loadSynonyms = (context: LoadContext): Promise<SynonymsData> =>
  guarded(context, () => context.api.get<KeptSynonyms>('/api/v1/admin/synonyms', context.signal))
