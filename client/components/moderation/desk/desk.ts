import {
  computed,
  inject,
  provide,
  shallowRef,
  watch,
  type ComputedRef,
  type InjectionKey,
  type ShallowRef,
} from 'vue'
import { useI18n } from 'vue-i18n'
import type { Standing, SuggestionList, Seen } from '@homeward/schema/moderation.ts'
import { termKinds } from '@homeward/schema/names.ts'
import type { Comment, CommentList, ScreenedPassage } from '@homeward/schema/submission.ts'
import { browserApi } from '../../../api.ts'
import { useNames } from '../../../composables/draft/useNames.ts'
import { useFormat } from '../../../composables/useFormat.ts'
import type { DeskParts } from '../../../loading/moderation.ts'
import { send } from '../../../sending.ts'
import { textDirection } from '../../entry/textDirection.ts'

/** What every part of the desk needs. */
export interface Desk {
  parts: ComputedRef<DeskParts>
  /** Id of who sits at it. */
  person: string
  /** Of the API. */
  path: string
  /** How it stands, by one's own acts too. */
  standing: ShallowRef<Standing>
  adopt(standing: Standing): void
  /** How it stands by the newest that is known, whoever acted. */
  now: ShallowRef<Standing>
  /** What one has before one's eyes: a decision sends it. */
  seen: ComputedRef<Seen>
  may(act: string): boolean
  comments: ShallowRef<readonly Comment[]>
  say(said: {
    text: string
    field?: string
    seenBy?: Comment['seenBy']
    answerTo?: string
  }): Promise<void>
  resolve(comment: Comment, resolved: boolean): Promise<void>
  suggestions: ShallowRef<SuggestionList>
  passagesIn(field: string): ScreenedPassage[]
  nameOf(field: string): string
  /** A code, year or day of a field, in words. */
  wordsOf(field: string, value: string): string
  language: ComputedRef<string>
  direction: ComputedRef<'ltr' | 'rtl'>
  countryName(code: string): string
}

const key: InjectionKey<Desk> = Symbol('desk')

export function useDesk(): Desk {
  const desk = inject(key)
  if (!desk) throw new Error('There is no desk around this part')
  return desk
}

/** The field of the form that a part of a text belongs to: 'outcomes' of 'outcomes.0.by'. */
export function fieldOf(part: string): string {
  const [head = '', second = ''] = part.split('.')
  if (head === 'attachments') return 'documents'
  return head === 'sections' || head === 'means' ? `${head}.${second}` : head
}

/** The id on the page of a field. */
export const idOf = (field: string): string => `field-${field.replaceAll('.', '-')}`

export function provideDesk(data: () => DeskParts, person: string): Desk {
  const { locale } = useI18n()
  const format = useFormat()
  const parts = computed(data)
  const first = data()
  const path = `/api/v1/submissions/${first.submission.id}`
  const standing = shallowRef(first.standing)
  const newest = shallowRef(first.standing)
  const comments = shallowRef<readonly Comment[]>(first.comments)
  const suggestions = shallowRef(first.suggestions)
  // What comes anew with the page is newer than what it said before.
  watch(parts, (now) => {
    standing.value = newest.value = now.standing
    comments.value = now.comments
    suggestions.value = now.suggestions
  })

  const submission = computed(() => parts.value.submission)
  const labels = computed(
    () =>
      new Map([
        ...termKinds.flatMap((kind) =>
          parts.value.vocabulary[kind].map(({ id, label }) => [id, label] as const),
        ),
        ...parts.value.countries.map(({ code, name }) => [code, name] as const),
      ]),
  )
  const language = computed(() => submission.value.content.language || parts.value.entry.language)

  const desk: Desk = {
    parts,
    person,
    path,
    standing,
    adopt: (now) => (standing.value = newest.value = now),
    now: newest,
    // The state changes by what one does oneself; the text and what is live are those that are shown.
    seen: computed(() => ({
      state: standing.value.state,
      version: parts.value.standing.version,
      live: parts.value.standing.live,
    })),
    may: (act) => standing.value.may.includes(act),
    comments,
    async say(said) {
      await send('POST', `${path}/comments`, said)
      comments.value = (await browserApi.get<CommentList>(`${path}/comments`)).comments
    },
    async resolve({ id }, resolved) {
      await send('PATCH', `${path}/comments/${id}`, { resolved })
      comments.value = (await browserApi.get<CommentList>(`${path}/comments`)).comments
    },
    suggestions,
    passagesIn: (field) =>
      parts.value.screening.passages.filter(({ part }) => fieldOf(part) === field),
    nameOf: useNames({ submission }),
    wordsOf(field, value) {
      if (field === 'language') return format.language(value)
      if (['checked', 'confirmed', 'dateFrom', 'dateTo'].includes(field))
        return Number.isNaN(Date.parse(value)) ? value : format.day(value)
      if (field === 'citySlug')
        return submission.value.city?.slug === value ? submission.value.city.name : value
      return labels.value.get(value) ?? value
    },
    language,
    direction: computed(() => {
      try {
        return textDirection(language.value)
      } catch {
        // Not a tag.
        return textDirection(locale.value)
      }
    }),
    countryName: (code) => labels.value.get(code) ?? code,
  }
  provide(key, desk)
  return desk
}
