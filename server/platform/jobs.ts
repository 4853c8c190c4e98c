import { fromKysely, PgBoss } from 'pg-boss'
import type { Database, Db, Trx } from './postgres/database.ts'

/** A queue of jobs: what each carries, and how it is worked off. */
export interface Queue<Data extends object> {
  name: string
  /**
   * Called with up to `batch` jobs; a throw sends all of them back, later each time. Where it answers how each of them
   * went, in their order, only those that failed go back.
   */
  work(jobs: Data[]): Promise<void | PromiseSettledResult<unknown>[]>
  batch: number
  /** Its jobs speak of people: each is deleted as soon as it is done, and not kept for a day. */
  forget?: true
}

export interface Jobs {
  /** Adds jobs in the transaction of what they are about: they exist if it commits, and only then. */
  enqueue(trx: Db | Trx, queue: string, data: object[]): Promise<void>
  /** Begins to work off a queue. */
  work<Data extends object>(queue: Queue<Data>): Promise<void>
  /** Drops the jobs of a queue that nobody has begun. */
  clear(queue: string): Promise<void>
  /** Runs `task` now and then, on one server at a time. @param cron five fields, UTC */
  schedule(name: string, cron: string, task: () => Promise<void>): Promise<void>
  /** Whether jobs can be written and read. */
  healthy(): Promise<boolean>
  stop(): Promise<void>
}

/** A transaction together with the jobs that commit with it. */
export interface Work {
  trx: Trx
  jobs: Jobs
}

/** Runs `task` in one transaction: all that it wrote and enqueued commits together or not at all. */
export function inTransaction<T>(
  { db }: Database,
  jobs: Jobs,
  task: (work: Work) => Promise<T>,
): Promise<T> {
  return db.transaction().execute((trx) => task({ trx, jobs }))
}

const seconds = { minute: 60, day: 86_400 }

/**
 * Starts pg-boss on the database, with its own small pool, and makes the queues named. A job that fails is tried again
 * 20 times, in about an hour, where its queue does not say otherwise; at most every five minutes.
 * Several servers share the queues: each job is worked once.
 */
export async function startJobs(
  url: string,
  queues: (string | { name: string; tries: number })[],
  onError: (error: unknown) => void,
): Promise<Jobs> {
  const boss = new PgBoss({
    connectionString: url,
    max: 3,
    application_name: 'homeward jobs',
    useListenNotify: true,
  })
  boss.on('error', onError)
  await boss.start()
  await Promise.all(
    queues.map((queue) =>
      typeof queue === 'string' ? makeQueue(boss, queue) : makeQueue(boss, queue.name, queue.tries),
    ),
  )
  return {
    async enqueue(trx, queue, data) {
      if (data.length === 0) return
      await boss.insert(
        queue,
        data.map((item) => ({ data: item })),
        { db: fromKysely(trx) },
      )
    },
    async work({ name, work, batch, forget }) {
      await boss.work<Parameters<typeof work>[0][number]>(
        name,
        {
          batchSize: batch,
          // New jobs are told of at once; looking is for those that were sent back.
          pollingIntervalSeconds: 1,
          notifyPollingIntervalSeconds: 5,
          burstWhenBatchFull: true,
          perJobResults: true,
        },
        async (jobs) => {
          const outcomes = (await work(jobs.map(({ data }) => data))) ?? []
          const done = jobs.flatMap(({ id }, at) =>
            outcomes[at]?.status === 'rejected' ? [] : [id],
          )
          if (forget && done.length > 0) await boss.deleteJob(name, done)
          return jobs.map(({ id }, at) => {
            const outcome = outcomes[at]
            return outcome?.status === 'rejected'
              ? { id, status: 'failed', output: outcome.reason }
              : { id, status: 'completed' }
          })
        },
      )
    },
    async clear(queue) {
      await boss.deleteQueuedJobs(queue)
    },
    async schedule(name, cron, task) {
      await makeQueue(boss, name)
      await boss.work(name, task)
      await boss.schedule(name, cron)
    },
    healthy: async () => (await boss.isInstalled()) === true,
    stop: () => boss.stop({ graceful: true, timeout: 10_000 }),
  }
}

async function makeQueue(boss: PgBoss, name: string, tries = 20): Promise<void> {
  await boss.createQueue(name, {
    notify: true,
    retryLimit: tries,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 5 * seconds.minute,
    deleteAfterSeconds: seconds.day,
  })
}
