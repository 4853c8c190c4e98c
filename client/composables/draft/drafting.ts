import { inject, provide, type ComputedRef, type InjectionKey, type ShallowRef } from 'vue'
import type { Country } from '@homeward/schema/places.ts'
import type { Vocabulary } from '@homeward/schema/vocabulary.ts'
import type { Comments, Thread } from './useComments.ts'
import type { Draft } from './useDraft.ts'
import type { DocumentTexts } from './useDocumentTexts.ts'
import type { ScreeningState } from './useScreening.ts'
import type { Suggestions } from './useSuggestions.ts'
import type { Steps } from './useSteps.ts'

/** What every part of the form needs. */
export interface Drafting {
  draft: Draft
  steps: Steps
  /** Id of the person who writes. */
  person: string
  vocabulary: Vocabulary
  countries: readonly Country[]
  /** Languages that moderators read, most common first. */
  moderatorLanguages: readonly string[]
  comments: Comments
  /** What is said about documents, while it is being written. */
  documentTexts: DocumentTexts
  screening: ScreeningState
  suggestions: Suggestions
  threadsOn(field: string): Thread[]
  /** What is wrong with a field, or with a part of it such as `outcomes.0.by`, and the remedy. */
  faultOf(field: string): string | undefined
  /** BCP 47 tag and direction of what is being written. */
  language: ComputedRef<string>
  direction: ComputedRef<'ltr' | 'rtl'>
  /** It can be written in now: the page's script has taken over, or what is typed would be lost. */
  live: Readonly<ShallowRef<boolean>>
  /** Others are no longer told that it is open here. */
  endPresence(): void
  /** The name of a field, or of a part of it, in words. */
  nameOf(field: string): string
}

const key: InjectionKey<Drafting> = Symbol('drafting')

export const provideDrafting = (drafting: Drafting): void => provide(key, drafting)

export function useDrafting(): Drafting {
  const drafting = inject(key)
  if (!drafting) throw new Error('There is no draft around this part')
  return drafting
}
