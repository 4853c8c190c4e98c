/** Where each step of the map's colour begins, in entries. */
export const steps = [1, 2, 3, 5, 8] as const

/** The step of a number of entries, from 1; 0 where there is none. */
export const stepOf = (count: number): number => steps.filter((least) => count >= least).length
