import { execFileSync } from 'node:child_process'
import { isRoot } from './faults/serverProcess.ts'

/**
 * Puts a small disk in the place of a folder, to be filled up. Whoever asks takes it away: `umount -l`.
 * @param size as mount takes it: `20m`
 * @returns whether it is there: only root can, on Linux
 */
export function mounted(folder: string, size: string): boolean {
  if (!isRoot || process.platform !== 'linux') return false
  try {
    const options = ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', folder]
    execFileSync('mount', options, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
