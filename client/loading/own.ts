import type { Me } from '@homeward/schema/account.ts'
import type { LoadContext } from '../routes.ts'

/** Who is signed in. Other loaders of one's own pages stand beside this one, a file a subject. */
export function loadMe({ api, signal }: LoadContext): Promise<Me> {
  return api.get<Me>('/api/v1/me', signal)
}
