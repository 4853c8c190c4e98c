/** A share of `whole`, with the 95 % interval of Wilson (1927, https://doi.org/10.1080/01621459.1927.10502953). */
export function shareOf(part: number, whole: number) {
  const z = 1.959964
  const share = part / whole
  const spread = 1 + z ** 2 / whole
  const middle = (share + z ** 2 / (2 * whole)) / spread
  const half = (z / spread) * Math.sqrt((share * (1 - share)) / whole + (z / (2 * whole)) ** 2)
  const from = Math.max(0, middle - half)
  const to = Math.min(1, middle + half)
  return {
    share,
    text: `${written(share)} (95 % CI ${written(from)}–${written(to)}; ${part}/${whole})`,
  }
}

const written = (share: number) => share.toFixed(3)
