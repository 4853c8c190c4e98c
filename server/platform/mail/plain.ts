import { plain, type Draft } from './write.ts'

/** A mail as plain text. */
export function textMail(draft: Draft): string {
  const { button, contact } = draft
  const parts = draft.parts.flatMap((part) => {
    if (part === 'button') return button ? [`${button.label}:\n${button.link}`] : []
    return 'said' in part ? [plain(part.said)] : [quote(part.quoted)]
  })
  const end = [plain(draft.why), contact && contact.before + contact.address + contact.after]
  const all = [
    plain(draft.greeting),
    ...parts,
    ['-- ', draft.siteName, draft.siteUrl, ...end.filter((line) => line !== null)].join('\n'),
  ]
  return `${all.join('\n\n')}\n`
}

function quote(text: string): string {
  return text.replace(/^/gm, '> ')
}
