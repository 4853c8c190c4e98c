import { StartError } from './startError.ts'

/** What was typed cannot be done; nothing was changed. Its message is for who typed it. */
export class Wrong extends Error {}

/**
 * Runs a command of the terminal to its end.
 * @param command gives the code that the program ends with
 */
export function runCommand(command: () => Promise<number>): void {
  command().then(
    (code) => process.exit(code),
    (error: unknown) => {
      process.stderr.write(`${explain(error)}\n`)
      process.exit(1)
    },
  )
}

function explain(error: unknown): string {
  if (error instanceof Wrong || error instanceof StartError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
