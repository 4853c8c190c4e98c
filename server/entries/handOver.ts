import type { Work } from '../platform/jobs.ts'
import { publishCopy } from './copying.ts'

/**
 * Makes an entry that the editors wrote a city's own account: a new live revision says so, with the text as it was. From
 * then on the city's team may revise it. Whether it still runs stays as it was said last.
 * @param decidedBy the moderator, whose revision it is
 */
export async function handOver(
  work: Work,
  { entryId, cityId, decidedBy }: { entryId: string; cityId: string; decidedBy: string },
): Promise<void> {
  const { id } = await work.trx
    .selectFrom('revisions')
    .select('id')
    .where('original_of', '=', entryId)
    .where('state', '=', 'published')
    .executeTakeFirstOrThrow()
  await publishCopy(work, {
    revisionId: id,
    author: decidedBy,
    otherwise: { origin: 'city', checked: null, cityId },
  })
}
