import { folderOf } from '@homeward/schema/names.ts'
import type { WentLive } from '../entries/goingLive.ts'
import type { Work } from '../platform/jobs.ts'
import { sendLater, type Mail } from '../platform/mail/mail.ts'
import { authorsOf, pageOf } from '../submissions/handingIn.ts'
import type { Draft } from '../submissions/store.ts'
import type { Decision } from './deciding.ts'
import type { Setting } from './setting.ts'

/** Where moderators read and decide on a submission. */
export const deskOf = ({ publicUrl }: Pick<Setting, 'publicUrl'>, id: string): string =>
  `${publicUrl}/moderation/submissions/${id}`

/** What a submission is called in mails. */
export const titleOf = (draft: Draft): string => draft.content.title?.trim() || '…'

/** Tells the authors what was decided, and why. */
export async function tellOfDecision(
  setting: Setting,
  work: Work,
  draft: Draft,
  decision: Decision,
  went: WentLive | null,
): Promise<void> {
  const mail = mailOf(setting, draft, decision, went)
  const people = await authorsOf(work.trx, draft)
  await sendLater(
    work,
    people.map(({ email, language }) => ({ ...mail, to: email, language })),
  )
}

function mailOf(
  setting: Setting,
  draft: Draft,
  decision: Decision,
  went: WentLive | null,
): Pick<Mail, 'template' | 'values' | 'link'> {
  const title = titleOf(draft)
  const link = pageOf(setting, draft.id)
  switch (decision.act) {
    case 'approve':
      return {
        template: 'approved',
        values: { title },
        link: went === null ? link : `${setting.publicUrl}/${folderOf[went.kind]}/${went.slug}`,
      }
    case 'request-changes':
      return { template: 'changes-requested', values: { title, text: decision.text }, link }
    case 'reject':
      return {
        template: 'rejected',
        values: { title, reason: decision.reason, text: decision.text },
        link,
      }
  }
}
