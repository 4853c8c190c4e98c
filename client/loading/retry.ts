import { inject, type InjectionKey } from 'vue'

export const retryKey: InjectionKey<() => void> = Symbol('retry')

/** Asks again for what the page could not get. */
export function useRetry(): () => void {
  return inject(retryKey, () => {})
}
