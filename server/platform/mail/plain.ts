import { plain, type Draft, type Headline } from './write.ts'

/** A mail as plain text. */
export function textMail(draft: Draft): string {
  const { button, contact } = draft
  const parts = draft.parts.flatMap((part) => {
    if (part === 'button') return button ? [`${button.label}:\n${button.link}`] : []
    if ('items' in part) return part.items.map(headline)
    return 'said' in part ? [plain(part.said)] : [quote(part.quoted)]
  })
  const ways = [draft.choose, contact].flatMap((way) =>
    way ? [way.before + way.address + way.after] : [],
  )
  const all = [
    plain(draft.greeting),
    ...parts,
    ['-- ', draft.siteName, draft.siteUrl, plain(draft.why), ...ways].join('\n'),
  ]
  return `${all.join('\n\n')}\n`
}

function headline({ title, said, link }: Headline): string {
  const lines = [`* ${plain(title)}`, ...said.map((one) => `  ${plain(one)}`)]
  return [...lines, ...(link === null ? [] : [`  ${link}`])].join('\n')
}

function quote(text: string): string {
  return text.replace(/^/gm, '> ')
}
