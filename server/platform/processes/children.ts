import { signalProcess } from './processes.ts'

/** The children that must not outlive this process, and the signal that ends each. */
const children = new Map<number, NodeJS.Signals>()
const deadly: NodeJS.Signals[] = ['SIGTERM', 'SIGINT', 'SIGHUP']

/**
 * Ends the child when this process exits, or dies of a signal that nobody else handles.
 * (When it is killed outright, the next start finds the child.)
 * @returns call it when the child has ended
 */
export function endWithServer(pid: number, signal: NodeJS.Signals): () => void {
  if (children.size === 0) listen()
  children.set(pid, signal)
  return () => {
    if (children.delete(pid) && children.size === 0) unlisten()
  }
}

function listen(): void {
  process.on('exit', endAll)
  for (const signal of deadly) process.on(signal, dieOf)
}

function unlisten(): void {
  process.off('exit', endAll)
  for (const signal of deadly) process.off(signal, dieOf)
}

function endAll(): void {
  for (const [pid, signal] of children) signalProcess(pid, signal)
}

/** A listener takes away a signal's deadliness; where this is the only one, it is given back. */
function dieOf(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return
  endAll()
  unlisten()
  process.kill(process.pid, signal)
}
