import type { Passkey } from '@homeward/schema/signingIn.ts'
import { ApiError, browserApi } from '../../api.ts'
import { send } from '../../sending.ts'

/** Whether this browser can use passkeys in the way that is needed here. */
export function canUsePasskeys(): boolean {
  return (
    'PublicKeyCredential' in window &&
    'parseRequestOptionsFromJSON' in PublicKeyCredential &&
    'parseCreationOptionsFromJSON' in PublicKeyCredential
  )
}

/** Whether passkeys can be offered among what the browser fills in. */
export async function canOfferPasskeys(): Promise<boolean> {
  return canUsePasskeys() && (await PublicKeyCredential.isConditionalMediationAvailable())
}

const faults: Record<string, string> = {
  NotAllowedError: 'passkey-cancelled',
  InvalidStateError: 'passkey-there-already',
  SecurityError: 'passkey-not-here',
}

/** What the browser says went wrong, as a problem like those of the API: forms show its words by its kind. */
function passkeyFault(error: unknown): unknown {
  if (!(error instanceof DOMException) || error.name === 'AbortError') return error
  const kind = faults[error.name] ?? 'passkey-failed'
  return new ApiError(400, { type: `urn:homeward:problem:${kind}`, title: kind, status: 400 })
}

async function asking(task: () => Promise<Credential | null>): Promise<unknown> {
  let credential: Credential | null
  try {
    credential = await task()
  } catch (error) {
    throw passkeyFault(error)
  }
  if (credential instanceof PublicKeyCredential) return credential.toJSON()
  throw passkeyFault(new DOMException('', 'UnknownError'))
}

/**
 * Signs in with a passkey that the person chooses.
 * @param how `offered`: the browser shows passkeys where it fills in addresses, and waits
 * @throws ApiError; DOMException `AbortError` where the signal ended it
 */
export async function signInWithPasskey(
  how: 'asked' | 'offered',
  signal: AbortSignal,
): Promise<void> {
  const options = await browserApi.get<PublicKeyCredentialRequestOptionsJSON>(
    '/api/auth/passkey/generate-authenticate-options',
    signal,
  )
  const response = await asking(() =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
      signal,
      ...(how === 'offered' ? { mediation: 'conditional' as const } : {}),
    }),
  )
  await send('POST', '/api/auth/passkey/verify-authentication', { response }, { signal })
}

/** Makes a passkey on this device and tells the site of it. @throws ApiError */
export async function addPasskey(name: string): Promise<Passkey> {
  const options = await browserApi.get<PublicKeyCredentialCreationOptionsJSON>(
    '/api/auth/passkey/generate-register-options',
  )
  const response = await asking(() =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
    }),
  )
  const { body } = await send<Passkey>('POST', '/api/auth/passkey/verify-registration', {
    response,
    ...(name === '' ? {} : { name }),
  })
  return body
}
