/*
 * Who may do what: one row for each route, which whoMay.test.ts calls as each of the callers below and docs/access.md shows.
 *
 * A NEW ROUTE: add a row to the file of its area, in tests/security/rules/ (a route without a row fails the test), then
 * write the page anew: npx vitest run tests/security/whoMay.test.ts --update
 *
 * - `route`: as it is registered, with the whole path.
 * - `may`: who is let in. `answers`: what they are answered, so choose a call that changes nothing that matters: one with a
 *   fault in its body, one to something that is not there, or one that may be done again. Those who come after see what
 *   those before them did: visitor, member, otherEditor, editor, owner, moderator, administrator.
 * - `refused`: what the others are answered. Visitors get 401 always. Others get 403, unless what it is about must not be
 *   known to exist: 404.
 * - `address`: the call, where it is not the route itself. In it `:name` is the id of something that callers.ts made
 *   (add to it what you need), and every other parameter stands written out.
 *
 * Who holds a role with one factor only is asked too, everywhere: they are answered as a member is.
 */

export const callers = [
  'visitor',
  'member',
  'otherEditor',
  'editor',
  'owner',
  'moderator',
  'administrator',
] as const
export type Caller = (typeof callers)[number]

export interface Rule {
  route: string
  may: readonly Caller[]
  answers: number | Partial<Record<Caller, number>>
  refused?: 403 | 404 | Partial<Record<Caller, 403 | 404>>
  address?: string
  body?: object
  headers?: Record<string, string>
  /** A route that is open to others at other times has a row for each time; the page says which. */
  when?: string
  /** What the page says of it, where the API's documentation does not know the route. */
  what?: string
  /** Ends the session that it is asked with. */
  endsSession?: true
}

/** Rows of one area, under one heading of the page. */
export interface Area {
  title: string
  rules: Rule[]
}

export const everyone: readonly Caller[] = callers
export const signedIn: readonly Caller[] = callers.filter((caller) => caller !== 'visitor')
/** The team of the city that it is about. */
export const team: readonly Caller[] = ['editor', 'owner']
export const owner: readonly Caller[] = ['owner']
export const moderators: readonly Caller[] = ['moderator', 'administrator']
export const administrators: readonly Caller[] = ['administrator']
export const teamAndModerators: readonly Caller[] = [...team, ...moderators]

/** An id that nothing has. */
export const nothing = '0190a6c5-0000-7000-8000-000000000000'
/** A token of no link. */
export const noToken = 'x'.repeat(43)
export const city = 'dk-aarhus'
/** Written by the editors. */
export const entry = 'dk-prison-mentoring-back-on-track'
/** Made the city's own account. */
export const ownEntry = 'dk-aarhus-info-house-exit-mentoring'
