import type { KeptTerm } from '@homeward/schema/vocabularyAdmin.ts'
import { ApiError } from '../../api.ts'
import { send } from '../../sending.ts'

/**
 * Does something to a term as it was seen. @param refresh shows how it is now, where somebody else changed it
 * @throws ApiError that says what is at fault, where no field stands beside the button to say it
 */
export async function actOn(
  { kind, id, version }: Pick<KeptTerm, 'kind' | 'id' | 'version'>,
  act: 'retire' | 'return' | 'merge',
  refresh: () => void,
  body?: object,
): Promise<void> {
  try {
    await send('POST', `/api/v1/admin/vocabulary/${kind}/${encodeURIComponent(id)}/${act}`, body, {
      headers: { 'if-match': `"${version}"` },
    })
  } catch (error) {
    if (!(error instanceof ApiError) || !error.problem) throw error
    if (error.status === 412) refresh()
    const { errors, ...problem } = error.problem
    if (!errors || act === 'merge') throw error
    const detail = errors.map(({ message }) => message).join(' ')
    throw new ApiError(error.status, { ...problem, type: 'urn:homeward:problem:at-fault', detail })
  }
}
