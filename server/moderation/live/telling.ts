import { folderOf, type TakeDownReason } from '@homeward/schema/names.ts'
import { peopleOfTeam } from '../../cities/membership.ts'
import type { Work } from '../../platform/jobs.ts'
import { sendLater } from '../../platform/mail/mail.ts'
import type { Setting } from '../setting.ts'
import type { Kept } from './keptEntry.ts'

/** What became of an entry: it was taken down for a reason, or changed in place. */
type News = { reason: TakeDownReason } | { what: 'restored' | 'returned' | 'terms'; text?: string }

/** Where everyone reads an entry. */
export const pageOfEntry = ({ publicUrl }: Pick<Setting, 'publicUrl'>, { entry }: Kept): string =>
  `${publicUrl}/${folderOf[entry.kind]}/${entry.slug}`

/** Tells the team of the city whose own account an entry is what became of it. */
export async function tellCity(
  setting: Setting,
  work: Work,
  kept: Kept,
  news: News,
): Promise<void> {
  if (kept.cityId === null || kept.entry.origin !== 'city') return
  const team = await peopleOfTeam(work.trx, kept.cityId)
  const title = kept.entry.title ?? kept.entry.slug
  const about =
    'reason' in news
      ? ({ template: 'taken-down', values: { title, reason: news.reason } } as const)
      : ({
          template: 'changed-by-editors',
          values: { title, what: news.what, text: news.text ?? '' },
        } as const)
  await sendLater(
    work,
    team.map(({ email, language }) => ({
      ...about,
      to: email,
      language,
      link: pageOfEntry(setting, kept),
    })),
  )
}
