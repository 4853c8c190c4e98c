import { peopleWithRole } from '../accounts/store.ts'
import { refreshReportInQueue } from '../moderation/queue.ts'
import type { Work } from '../platform/jobs.ts'
import { sendLater } from '../platform/mail/mail.ts'
import type { AskingSetting } from './setting.ts'

interface Harm {
  entryId: string
  /** Name of the city that said so. */
  city: string
  note: string
}

/**
 * Lets the moderators know that a city says of a practice of its own that it did harm: it comes first in their queue, and
 * they are written to, since others may be doing the same.
 */
export async function tellOfHarm(
  { publicUrl }: AskingSetting,
  work: Work,
  { entryId, city, note }: Harm,
): Promise<void> {
  const { trx } = work
  const { title } = await trx
    .selectFrom('published_entries')
    .select('title')
    .where('entry_id', '=', entryId)
    .executeTakeFirstOrThrow()
  const { id } = await trx
    .insertInto('reports')
    .values({
      entry_id: entryId,
      kind: 'danger',
      text: [
        `${city} ended this practice and says openly that it did harm. Others can learn from it: please see whether the page says enough of it, and whether someone needs to be kept safe.`,
        ...(note === '' ? [] : [note]),
      ].join('\n\n'),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await refreshReportInQueue(trx, id)
  const moderators = await peopleWithRole(trx, 'moderator')
  await sendLater(
    work,
    moderators.map(({ email, language }) => ({
      template: 'practice-did-harm',
      to: email,
      language,
      values: { city, title },
      link: `${publicUrl}/moderation`,
    })),
  )
}
