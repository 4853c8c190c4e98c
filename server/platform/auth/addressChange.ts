/** A change of address that its new owner confirms: the last step of three. */
export interface AddressChange {
  from: string
  to: string
}

/**
 * What a link's token is for. Whether it is genuine is not looked at here: better-auth does that (a signed JSON Web
 * Token), so believe it only once better-auth did.
 * @returns null where the token is for something else
 */
export function addressChange(token: unknown): AddressChange | null {
  const claims = claimsOf(token)
  if (claims?.['requestType'] !== 'change-email-verification') return null
  const { email: from, updateTo: to } = claims
  return typeof from === 'string' && typeof to === 'string' ? { from, to } : null
}

function claimsOf(token: unknown): Record<string, unknown> | null {
  if (typeof token !== 'string') return null
  try {
    const claims: unknown = JSON.parse(
      Buffer.from(token.split('.')[1] ?? '', 'base64url').toString(),
    )
    return typeof claims === 'object' && claims !== null ? { ...claims } : null
  } catch {
    return null
  }
}
