import { parentPort } from 'node:worker_threads'
import { knownPlaces, screen, type ScreenedPart } from './screening/screen.ts'
import { isToThread, type FromThread } from './screeningTask.ts'

let places = knownPlaces([], [])

parentPort?.on('message', (message: unknown) => {
  if (!isToThread(message)) return
  if (message.kind === 'screen') parentPort?.postMessage(answerTo(message.id, message.parts), [])
  else places = knownPlaces(message.places.countries, message.places.cities)
})

function answerTo(id: number, parts: ScreenedPart[]): FromThread {
  try {
    return { id, passages: screen(parts, places) }
  } catch (failed) {
    return { id, failed }
  }
}
