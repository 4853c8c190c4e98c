import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { checkDatabase } from '../../server/platform/postgres/reachable.ts'
import { administer } from '../database.ts'
import { databaseAt } from '../foundations.ts'

/** An empty database, and somebody who may do with it what the statements say. */
async function place(options: string, ...statements: string[]) {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(
    `create role ${name} login password 'theirs'`,
    `create database ${name} template template0 ${options}`,
    ...statements.map((statement) => statement.replaceAll('NAME', name)),
  )
  onTestFinished(() => administer(`drop database ${name} with (force)`, `drop role ${name}`))
  const url = new URL(databaseAt(inject('postgres'), name))
  url.username = name
  url.password = 'theirs'
  return url.href
}

test('a database that its user owns will do', async () => {
  const url = await place("encoding 'UTF8'", 'alter database NAME owner to NAME')
  await expect(checkDatabase(url)).resolves.toBeUndefined()
})

test.each([
  ['no right at all', "encoding 'UTF8'", ['revoke connect on database NAME from public']],
  ['the right to connect only', "encoding 'UTF8'", []],
  ['the right to make a schema only', "encoding 'UTF8'", ['grant create on database NAME to NAME']],
])('a user with %s is told to own the database', async (_, options, statements) => {
  const url = await place(options, ...statements)
  await expect(checkDatabase(url)).rejects.toThrow(/own the database/)
})

test('tables that another user made are told of before they are in the way', async () => {
  const url = await place("encoding 'UTF8'", 'alter database NAME owner to NAME')
  const theirs = new Client({
    connectionString: databaseAt(inject('postgres'), new URL(url).pathname.slice(1)),
  })
  await theirs.connect()
  await theirs.query('create table migrations (id int)')
  await theirs.end()
  await expect(checkDatabase(url)).rejects.toThrow(/and the tables in it/)
})

test('a database that cannot hold every letter is refused, with the way to make one', async () => {
  const own = 'alter database NAME owner to NAME'
  const url = await place("encoding 'LATIN1' locale 'C'", own)
  await expect(checkDatabase(url)).rejects.toThrow(/keeps its text as LATIN1[^]*encoding 'UTF8'/)
})

test('a database that can only be read is refused', async () => {
  const url = await place(
    "encoding 'UTF8'",
    'alter database NAME owner to NAME',
    'alter database NAME set default_transaction_read_only = on',
  )
  await expect(checkDatabase(url)).rejects.toThrow(/can only be read/)
})
