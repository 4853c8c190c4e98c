import type { Person } from '../platform/http/access.ts'
import type { Work } from '../platform/jobs.ts'
import { sendLater } from '../platform/mail/mail.ts'
import { authorsOf, pageOf } from '../submissions/handingIn.ts'
import type { Draft } from '../submissions/store.ts'
import { titleOf } from './decisionMails.ts'
import type { Setting } from './setting.ts'

/** Tells the authors that wording was suggested: once, however many suggestions wait for them. */
export async function tellOfSuggestion(
  setting: Setting,
  work: Work,
  draft: Draft,
  person: Person,
): Promise<void> {
  const { open } = await work.trx
    .selectFrom('suggestions')
    .select((eb) => eb.fn.countAll<number>().as('open'))
    .where('revision_id', '=', draft.id)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow()
  if (Number(open) !== 1) return
  const people = await authorsOf(work.trx, draft)
  await sendLater(
    work,
    people
      .filter(({ id }) => id !== person.id)
      .map(({ email, language }) => ({
        template: 'wording-suggested',
        to: email,
        language,
        values: { title: titleOf(draft) },
        link: pageOf(setting, draft.id),
      })),
  )
}
