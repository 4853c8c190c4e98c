import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, inject, it } from 'vitest'
import { readConfig } from '../../server/platform/config/config.ts'
import { startServer } from '../../server/start.ts'
import { administer } from '../database.ts'
import { databaseAt } from '../foundations.ts'

it('several servers start at once on one empty database: all serve, and the content is there once', async () => {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(`create database ${name}`)
  const folders = [0, 1, 2].map(() => mkdtempSync(join(tmpdir(), 'homeward-several-')))
  const settled = await Promise.allSettled(
    folders.map((folder) =>
      startServer(
        readConfig({
          DATA_DIR: folder,
          DATABASE_URL: databaseAt(inject('postgres'), name),
          SEARCH_ENGINE: 'postgres',
          PORT: '0',
          RATE_LIMIT: '0',
        }),
        pino({ level: 'silent' }),
      ),
    ),
  )
  try {
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
    for (const one of settled) {
      if (one.status === 'rejected') continue
      const answer = await fetch(`${one.value.url}/api/v1/search?pageSize=1`)
      expect(await answer.json()).toMatchObject({ total: 216 })
    }
  } finally {
    for (const one of settled) if (one.status === 'fulfilled') await one.value.stop()
    await administer(`drop database ${name} with (force)`)
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  }
})
