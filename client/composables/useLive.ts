import { onMounted, ref, type Ref } from 'vue'

/** Whether the page's script has taken over; false on the server and while the browser takes over. */
export function useLive(): Ref<boolean> {
  const live = ref(false)
  onMounted(() => {
    live.value = true
  })
  return live
}

/** True while the browser takes over a page that the server sent, in which a reader may already have typed. */
export function takingOver(): boolean {
  const app = typeof document === 'undefined' ? null : document.getElementById('app')
  return app !== null && !('__vue_app__' in app)
}
