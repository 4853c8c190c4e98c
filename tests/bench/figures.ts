/** The middle value, in the unit given. */
export function median(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** Milliseconds that a task took. */
export async function timed(task: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await task()
  return performance.now() - began
}

/** Prints a line of a bench: what was measured, and whether it is within what is aimed at. */
export function report(what: string, figures: string, within: boolean): void {
  process.stdout.write(`${within ? 'ok  ' : 'MISS'}  ${what}: ${figures}\n`)
  if (!within) process.exitCode = 1
}

export const ms = (value: number): string => `${value.toFixed(1)} ms`
