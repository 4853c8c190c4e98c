export type Stop = () => Promise<void> | void

/** Keeps how to stop what was started, and stops it in the opposite order: the last leans on those before it. */
export class Stoppable {
  readonly #parts: Stop[] = []

  /** Waits for something to start, and keeps how to stop it. */
  async keep<T>(starting: Promise<T>, stop: (started: T) => Promise<void> | void): Promise<T> {
    const started = await starting
    this.#parts.push(() => stop(started))
    return started
  }

  async stop(): Promise<void> {
    for (const part of this.#parts.splice(0).toReversed()) await part()
  }
}
