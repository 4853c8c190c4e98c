import { mailQueue, mailTries } from './platform/mail/mail.ts'
import { readingQueue, removalQueue } from './submissions/queues.ts'
import { indexQueue, synonymQueue } from './search/queue.ts'

/** Every queue of jobs that there is; a number says how often a job of it is tried, where not as often as usual. */
export const queues: (string | { name: string; tries: number })[] = [
  indexQueue,
  synonymQueue,
  readingQueue,
  removalQueue,
  { name: mailQueue, tries: mailTries },
]
