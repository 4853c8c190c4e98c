import type { DocumentType, Leftover, Removed, Unreadable } from '../kinds.ts'

/** What is done with a file in a process of its own. */
export type Task =
  | { kind: 'clean'; path: string; type: DocumentType; target: string }
  | { kind: 'text'; path: string; type: DocumentType }

export type Answer =
  | { state: 'cleaned'; leftovers: Leftover[]; removed: Removed[] }
  | { state: 'text'; text: string; truncated: boolean }
  | { state: 'unreadable'; why: Unreadable }
  /** Not the file is at fault but the machine: its disk is full. */
  | { state: 'failed'; code: string }

/** Whether a message between the processes is an answer. */
export function isAnswer(message: unknown): message is Answer {
  return (
    typeof message === 'object' &&
    message !== null &&
    'state' in message &&
    ['cleaned', 'text', 'unreadable', 'failed'].includes(String(message.state))
  )
}

/** Whether a message between the processes is a task. */
export function isTask(message: unknown): message is Task {
  return (
    typeof message === 'object' &&
    message !== null &&
    'kind' in message &&
    ['clean', 'text'].includes(String(message.kind))
  )
}

/** How much a process may take. Tests set less. */
export interface Allowance {
  /** Milliseconds. */
  time: number
  /** Of the whole process, what is outside of the heap included. */
  memoryBytes: number
  heapMegabytes: number
}

export function isAllowance(value: unknown): value is Allowance {
  return (
    typeof value === 'object' &&
    value !== null &&
    'time' in value &&
    typeof value.time === 'number' &&
    'memoryBytes' in value &&
    typeof value.memoryBytes === 'number'
  )
}
