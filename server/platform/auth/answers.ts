import type { Passkey } from '@homeward/schema/signingIn.ts'
import { isObject, type Body } from './bodies.ts'

/** What is taken out of better-auth's answers: what a session is known by is for its cookie only. */
const secrets = new Set(['token', 'session', 'user'])

/** What leaves the server of an answer of better-auth. */
export function answerWithoutSecrets(path: string, answer: unknown): unknown {
  if (path === '/passkey/list-user-passkeys') {
    return { passkeys: Array.isArray(answer) ? answer.filter(isObject).map(describePasskey) : [] }
  }
  if (!isObject(answer)) return {}
  if (path === '/passkey/verify-registration') return describePasskey(answer)
  if (path === '/passkey/update-passkey' && isObject(answer['passkey'])) {
    return describePasskey(answer['passkey'])
  }
  // Its `user` is what the device shows beside the passkey.
  if (path === '/passkey/generate-register-options') return answer
  // A passkey that does not ask who is there is refused (auth.ts): so it is told to ask.
  if (path === '/passkey/generate-authenticate-options') {
    return { ...answer, userVerification: 'required' }
  }
  return Object.fromEntries(Object.entries(answer).filter(([key]) => !secrets.has(key)))
}

function describePasskey({ id, name, createdAt }: Body): Passkey {
  return {
    id: String(id),
    name: typeof name === 'string' ? name : null,
    createdAt: String(createdAt),
  }
}
