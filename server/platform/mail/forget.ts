import { sql } from 'kysely'
import type { Db, Trx } from '../postgres/database.ts'
import { mailQueue } from './mail.ts'

/** Takes mails to an address out of the queue: those not sent yet, and those that could not be. */
export async function forgetMailsTo(trx: Db | Trx, address: string): Promise<void> {
  await sql`delete from pgboss.job where name = ${mailQueue} and data ->> 'to' = ${address}`.execute(
    trx,
  )
}
