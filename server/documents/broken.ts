import type { Refusal, Unreadable } from './kinds.ts'

/** Why a file of an allowed type cannot be read. */
export class UnreadableFile extends Error {
  override name = 'UnreadableFile'
  readonly why: Unreadable

  constructor(why: Unreadable, options?: ErrorOptions) {
    super(`The file cannot be read: ${why}`, options)
    this.why = why
  }
}

/** Why a file is not taken at all. */
export class RefusedFile extends Error {
  override name = 'RefusedFile'
  readonly reason: Refusal

  constructor(reason: Refusal) {
    super(`The file is not taken: ${reason.code}`)
    this.reason = reason
  }
}
