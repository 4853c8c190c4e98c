import type { LocationQuery } from 'vue-router'

/** Where someone goes on who has signed in: only ever on this site. */
export function nextOf({ next }: LocationQuery): string {
  return typeof next === 'string' && /^\/[^/\\]/.test(next) ? next : '/my'
}

/** Whether the browser says that someone is signed in. The session may have ended since. */
export const seemsSignedIn = (): boolean => document.cookie.includes('homeward.here=1')

/** Forgets that someone was signed in, where their session turned out to be over. */
export function forgetWhoWasHere(): void {
  document.cookie = 'homeward.here=; Max-Age=0; Path=/; SameSite=Lax'
}
