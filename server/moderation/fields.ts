import { sectionIds, sectionsOf, type Kind } from '@homeward/schema/names.ts'
import type { DraftContent } from '@homeward/schema/submission.ts'

/** For which fields of a text a moderator can suggest other wording: those that are written in words. */
export function wordedFields(content: DraftContent, kind: Kind, translation: boolean): string[] {
  const sections = sectionsOf[kind].map((id) => `sections.${id}`)
  if (translation) return ['title', 'summary', ...sections]
  const outcomes = (content.outcomes ?? []).flatMap((_, at) => [
    `outcomes.${at}.outcome`,
    `outcomes.${at}.by`,
  ])
  const means = ['staff', 'money', 'agencies'].map((part) => `means.${part}`)
  return [
    'title',
    'summary',
    'organisation',
    ...sections,
    ...(kind === 'practice' ? [...outcomes, ...means] : []),
  ]
}

/** What stands in such a field; an empty text where nothing does. */
export function wordingOf(content: DraftContent, field: string): string {
  const [group = '', key = '', part = ''] = field.split('.')
  switch (group) {
    case 'title':
    case 'summary':
    case 'organisation':
      return content[group] ?? ''
    case 'sections':
      return sectionText(content, key)
    case 'means':
      return key === 'staff' || key === 'money' || key === 'agencies'
        ? (content.means?.[key] ?? '')
        : ''
    case 'outcomes': {
      const row = content.outcomes?.[Number(key)]
      return (part === 'by' ? row?.by : row?.outcome) ?? ''
    }
    default:
      return ''
  }
}

function sectionText(content: DraftContent, key: string): string {
  const id = sectionIds.find((one) => one === key)
  return id === undefined ? '' : (content.sections?.[id] ?? '')
}

/** The content with other words in such a field. */
export function withWording(content: DraftContent, field: string, text: string): DraftContent {
  const [group = '', key = '', part = ''] = field.split('.')
  switch (group) {
    case 'title':
    case 'summary':
    case 'organisation':
      return { ...content, [group]: text }
    case 'sections':
      return { ...content, sections: { ...content.sections, [key]: text } }
    case 'means':
      return { ...content, means: { ...content.means, [key]: text } }
    case 'outcomes':
      return {
        ...content,
        outcomes: (content.outcomes ?? []).map((row, at) =>
          at === Number(key) ? { ...row, [part]: text } : row,
        ),
      }
    default:
      return content
  }
}
