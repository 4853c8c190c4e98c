import type { Seen, Standing } from '@homeward/schema/moderation.ts'

/** What changed since a page was made: each is said in words of its own. */
export type Meanwhile = 'decided' | 'state' | 'text' | 'live' | 'claimed'

/**
 * @param seen what the page shows
 * @param had who had it then, as the page shows it
 */
export function changedMeanwhile(seen: Seen, had: Standing['claim'], now: Standing): Meanwhile[] {
  const waits = now.state === 'submitted' || now.state === 'in-review'
  const sameState =
    now.state === seen.state ||
    (waits && (seen.state === 'submitted' || seen.state === 'in-review'))
  const otherHasIt = now.claim !== null && !now.claim.you && now.claim.id !== had?.id
  return [
    ...(sameState
      ? []
      : [now.decidedBy !== null && !waits ? ('decided' as const) : ('state' as const)]),
    // A decision raises the version as well: the text is the same.
    ...(sameState && now.version !== seen.version ? (['text'] as const) : []),
    ...(sameState && now.live !== (seen.live ?? null) ? (['live'] as const) : []),
    ...(otherHasIt ? (['claimed'] as const) : []),
  ]
}
