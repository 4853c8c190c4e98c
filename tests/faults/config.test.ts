import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from '../../server/platform/config/config.ts'
import { settings } from '../../server/platform/config/settings.ts'
import { temporaryFolder } from './serverProcess.ts'

const secret = 'a'.repeat(64)

function messageOf(env: NodeJS.ProcessEnv): string {
  try {
    readConfig(env, { cwd: temporaryFolder() })
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return ''
}

test('everything has a sensible value where nothing is set', () => {
  const cwd = temporaryFolder()
  expect(readConfig({}, { cwd })).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    publicUrl: 'http://127.0.0.1:3000',
    dataDir: join(cwd, 'data'),
    databaseUrl: null,
    searchEngine: 'auto',
    rateLimit: 600,
    trustProxy: false,
    logLevel: 'info',
  })
})

test.each([
  ['PORT', '70000', 'is not a whole number from 0 to 65535'],
  ['PORT', '30e2', 'is not a whole number'],
  ['HOST', 'http://x', 'neither an IP address nor the name'],
  ['PUBLIC_URL', 'homeward.example.org', 'http:// or https://'],
  ['PUBLIC_URL', 'https://example.org/path', 'more than a scheme, a host and a port'],
  ['DATABASE_URL', 'mysql://localhost/x', 'postgres:// or postgresql://'],
  ['DATABASE_URL', 'postgres://u:p@ss/w#rd@localhost/x', 'in a password, write / as %2F'],
  ['DATABASE_URL', 'postgres://u:pa/ss@localhost/x', 'in a password, write / as %2F'],
  ['SEARCH_ENGINE', 'elastic', 'is not one of auto, meilisearch or postgres'],
  ['MEILI_URL', 'localhost:7700', 'http:// or https://'],
  ['SECRET', 'short', 'too short'],
  ['SECRET', settings.secret.example, 'is the example'],
  ['SMTP_URL', 'mail.example.org', 'smtp:// or smtps://'],
  ['MAIL_FROM', 'Homeward', 'not a mail address'],
  ['FILES_URL', 'ftp://x/y', 's3://'],
  ['FILES_URL', 's3://k:s@host/b', '3 to 63 small letters'],
  ['SITE_NAME', 'x'.repeat(61), 'longer than 60'],
  ['CONTACT', 'the editors', 'neither a mail address'],
  ['RATE_LIMIT', '-1', 'whole number'],
  ['TRUST_PROXY', '10.0.0.0/33', 'list of IP addresses'],
  ['METRICS_TOKEN', 'short', 'too short'],
  ['LOG_LEVEL', 'loud', 'is not one of fatal'],
  ['HOMEWARD_CONTAINER', 'maybe', 'neither 1 nor 0'],
])('%s = %s is refused, with what is wrong and an example', (name, value, wrong) => {
  const message = messageOf({ [name]: value })
  expect(message).toContain(name)
  expect(message).toContain(wrong)
  expect(message).toMatch(new RegExp(`For example: ${name}=.+`))
})

test('all faults are named at once', () => {
  const message = messageOf({ PORT: 'x', LOG_LEVEL: 'loud', RATE_LIMIT: 'many' })
  for (const name of ['PORT', 'LOG_LEVEL', 'RATE_LIMIT']) expect(message).toContain(name)
})

test('mail needs someone to come from', () => {
  expect(messageOf({ SMTP_URL: 'smtp://localhost' })).toContain('MAIL_FROM is not set')
})

test("no message shows a secret's value", () => {
  const given = { SECRET: 'hunter2', DATABASE_URL: 'mysql://u:hunter2@h', SMTP_URL: 'x://hunter2' }
  const message = messageOf({ ...given, METRICS_TOKEN: 'hunter2', FILES_URL: 'x://hunter2' })
  expect(message).not.toContain('hunter2')
  expect(message).toContain('METRICS_TOKEN')
})

test('an empty value is as good as none', () => {
  expect(readConfig({ PORT: '', SECRET: secret }, { cwd: temporaryFolder() }).port).toBe(3000)
})

test('.env is read, and the environment wins', () => {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, '.env'), `PORT=4000\nSITE_NAME="From the file"\nSECRET=${secret}\n`)
  const config = readConfig({ PORT: '5000' }, { cwd })
  expect(config).toMatchObject({ port: 5000, siteName: 'From the file', secret })
})

test.each([
  ['true', true],
  ['2', 2],
  ['10.0.0.0/8, fd00::/8', '10.0.0.0/8,fd00::/8'],
])('TRUST_PROXY = %s', (text, value) => {
  const config = readConfig({ TRUST_PROXY: text, SECRET: secret }, { cwd: temporaryFolder() })
  expect(config.trustProxy).toBe(value)
})

test('a secret is made once, for its owner only', () => {
  const cwd = temporaryFolder()
  const first = readConfig({}, { cwd })
  expect(first.secret).toMatch(/^[0-9a-f]{64}$/)
  expect(readConfig({}, { cwd }).secret).toBe(first.secret)
  expect(statSync(join(cwd, 'data', 'secret')).mode & 0o777).toBe(0o600)
})

test('a container is told how to make a secret, and keeps none', () => {
  const message = messageOf({ HOMEWARD_CONTAINER: '1' })
  expect(message).toContain('SECRET is not set')
  expect(message).toContain('openssl rand -hex 32')
})

test('a secret file that was damaged is named, not replaced', () => {
  const cwd = temporaryFolder()
  readConfig({}, { cwd })
  const file = join(cwd, 'data', 'secret')
  writeFileSync(file, 'gone')
  expect(() => readConfig({}, { cwd })).toThrow(file)
  expect(readFileSync(file, 'utf8')).toBe('gone')
})

test('a data folder that is a file is explained', () => {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, 'data'), '')
  expect(() => readConfig({}, { cwd })).toThrow(/data folder .* there is a file of that name/)
})

test('a data folder where the system takes none is explained, not tried for ever', ({ skip }) => {
  skip(process.platform !== 'linux', 'there is no /proc here')
  const cwd = temporaryFolder()
  expect(() => readConfig({ DATA_DIR: '/proc/homeward' }, { cwd })).toThrow(/cannot be made/)
})

test('.env.example lists every setting, and no other, with an example that is right', () => {
  const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')
  const names = [...text.matchAll(/^#([A-Z_]+)=/gm)].map(([, name]) => name)
  const listed = parseEnv(text.replaceAll(/^#(?=[A-Z_]+=)/gm, ''))
  const known = Object.values(settings)
  expect(names).toEqual(known.map(({ name }) => name))
  for (const { name, example } of known) expect(listed[name]).toBe(example)
  const withoutExampleSecrets = { ...listed, SECRET: secret, METRICS_TOKEN: secret }
  expect(() => readConfig(withoutExampleSecrets, { cwd: temporaryFolder() })).not.toThrow()
})

test('a .env that may not be read is named', ({ skip }) => {
  skip(process.getuid?.() === 0, 'root may read every file')
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, '.env'), '')
  chmodSync(join(cwd, '.env'), 0)
  expect(() => readConfig({}, { cwd })).toThrow(join(cwd, '.env'))
})
