/**
 * A cookie beside the session's that says only that someone is signed in, so that pages that are the same for everyone can
 * show the way to one's own. It is as old as the session's, and worth nothing to who takes it.
 * @param cookies the Set-Cookie headers of an answer
 * @returns none where the session's cookie stays as it is
 */
export function hereCookie(cookies: string[]): string[] {
  const session = cookies.findLast((cookie) => /^(__Secure-)?homeward\.session_token=/.test(cookie))
  const age = session && /;\s*max-age=(\d+)/i.exec(session)?.[1]
  if (!age) return []
  const secure = /;\s*secure(;|$)/i.test(session) ? '; Secure' : ''
  return [`homeward.here=1; Max-Age=${age}; Path=/; SameSite=Lax${secure}`]
}
