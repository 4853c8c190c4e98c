import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { recordDecision } from '../../server/moderation/decisionLog.ts'
import { verifyLog } from '../../server/moderation/verifying.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await freshDatabase('empty')
})
afterEach(() => database?.drop())

const write = (act: string) =>
  recordDecision(database.db, { actor: null, act, subject: { kind: 'entry', id: 'é “x”' } })

/** Changes the log as only somebody can who may take its triggers away. */
async function tamper(statement: string): Promise<void> {
  await database.db.transaction().execute(async (trx) => {
    const tables = ['decisions', 'decision_log_end']
    for (const table of tables)
      await sql.raw(`alter table ${table} disable trigger user`).execute(trx)
    await sql.raw(statement).execute(trx)
    for (const table of tables)
      await sql.raw(`alter table ${table} enable trigger user`).execute(trx)
  })
}

describe('the decision log', () => {
  it('takes no change from anyone, the owner of the table included', async () => {
    await write('one')
    for (const statement of [
      "update decisions set act = 'other'",
      'delete from decisions',
      'truncate decisions',
      'update decision_log_end set number = 0',
      'update decision_log_end set number = number',
      'delete from decision_log_end',
      'truncate decision_log_end',
    ]) {
      await expect(sql.raw(statement).execute(database.db), statement).rejects.toThrow(
        'only ever added to',
      )
    }
    await database.db.connection().execute(async (connection) => {
      await sql`set session_replication_role = replica`.execute(connection)
      await expect(sql`delete from decisions`.execute(connection)).rejects.toThrow('only ever')
      await sql`set session_replication_role = origin`.execute(connection)
    })
    expect((await verifyLog(database.db)).faults).toEqual([])
  })

  it('is chained in order also when many write at once', async () => {
    await Promise.all(Array.from({ length: 40 }, () => write('at-once')))
    const { end, faults } = await verifyLog(database.db)
    expect(faults).toEqual([])
    expect(end.number).toBe(40)
    const { number, hash } = await database.db
      .selectFrom('decisions')
      .select(['number', 'hash'])
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
    expect(end).toEqual({ number, hash: hash.toString('hex') })
  })

  it('is whole while it is empty', async () => {
    expect(await verifyLog(database.db)).toMatchObject({ end: { number: 0 }, faults: [] })
  })

  it.each([
    ['a row that was changed', "update decisions set act = 'x' where number = 2", 2, 'changed'],
    [
      'a detail that was changed',
      `update decisions set details = '{"a": 1}' where number = 3`,
      3,
      'changed',
    ],
    [
      'a row that was changed with its own hash made anew',
      `update decisions set act = 'x' where number = 2;
       update decisions d set hash = decision_hash(d) where number = 2`,
      3,
      'not-chained',
    ],
    ['a row that was removed', 'delete from decisions where number = 2', 2, 'missing'],
    ['the first row removed', 'delete from decisions where number = 1', 1, 'missing'],
    ['the last row removed', 'delete from decisions where number = 4', 3, 'cut-off'],
    ['all rows removed', 'delete from decisions', 0, 'cut-off'],
    ['the row of the end removed', 'delete from decision_log_end', 4, 'cut-off'],
    [
      'the last row changed with its own hash made anew',
      `update decisions set act = 'x' where number = 4;
       update decisions d set hash = decision_hash(d) where number = 4`,
      4,
      'not-chained',
    ],
  ])('shows %s', async (_, statement, number, what) => {
    for (const act of ['one', 'two', 'three', 'four']) await write(act)
    for (const one of statement.split(';')) await tamper(one)
    expect((await verifyLog(database.db)).faults).toEqual([{ number, what }])
  })

  it('shows against a note from outside that it was cut off with its end set back, or made anew', async () => {
    for (const act of ['one', 'two', 'three']) await write(act)
    const { end: noted } = await verifyLog(database.db)
    await tamper('delete from decisions where number = 3')
    await tamper(
      'update decision_log_end set number = 2, hash = (select hash from decisions where number = 2)',
    )
    expect((await verifyLog(database.db)).faults).toEqual([])
    expect((await verifyLog(database.db, [noted])).faults).toEqual([{ number: 2, what: 'cut-off' }])
    await write('another')
    expect((await verifyLog(database.db)).faults).toEqual([])
    expect((await verifyLog(database.db, [noted])).faults).toEqual([
      { number: 3, what: 'rewritten' },
    ])
  })
})
