/** Why the server cannot start, in words for the person who starts it. Shown without a stack trace. */
export class StartError extends Error {
  override name = 'StartError'

  /**
   * @param happened what went wrong
   * @param kept what was kept
   * @param remedy what to do next
   */
  constructor(happened: string, kept: string, remedy: string, options?: ErrorOptions) {
    super([happened, kept, remedy].filter((line) => line !== '').join('\n'), options)
  }
}
