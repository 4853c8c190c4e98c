/** One thing in a chart and in the table beside it. */
export interface Row {
  key: string
  label: string
  count: number
  /** How many days in the middle, where it is about days. */
  days?: number | null
}

/** The end of an axis for what is at most so much: 1, 2, 3, 4, 5, 6, 8, 10, 20, 30… */
export function roundedUp(most: number): number {
  if (most <= 1) return 1
  const ten = 10 ** Math.floor(Math.log10(most))
  return [1, 2, 3, 4, 5, 6, 8, 10].map((step) => step * ten).find((end) => end >= most) ?? most
}
