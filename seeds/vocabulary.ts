import type { ContentVocabulary } from '@homeward/schema/content.ts'
import file from './vocabulary.json' with { type: 'json' }

/** The terms that come with the program, in the order in which they are shown. */
export const vocabulary: ContentVocabulary = file
