import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { settings } from '../../server/platform/config/settings.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (file: string) => readFileSync(join(root, file), 'utf8')

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new Error(`${String(value)} is no mapping`)
  return Object.fromEntries(Object.entries(value))
}

const compose = record(parse(read('docker-compose.yml')))
const services = record(compose['services'])
const service = (name: string) => record(services[name])
const secrets = ['SECRET', 'POSTGRES_PASSWORD', 'MEILI_MASTER_KEY']

/** Every `${NAME...}` of a text: its name, and what follows it. */
function variablesIn(text: string): { name: string; rest: string }[] {
  return [...text.matchAll(/\$\{([A-Z_]+)([^}]*)\}/g)].map(([, name = '', rest = '']) => ({
    name,
    rest,
  }))
}

describe('docker-compose.yml', () => {
  it('runs the site, PostgreSQL 18 and Meilisearch, and waits until those are healthy', () => {
    expect(Object.keys(services).sort()).toEqual(['app', 'meilisearch', 'postgres'])
    expect(service('app')['depends_on']).toEqual({
      postgres: { condition: 'service_healthy' },
      meilisearch: { condition: 'service_healthy' },
    })
    expect(service('postgres')['image']).toMatch(/^postgres:18/)
    expect(service('meilisearch')['image']).toMatch(/^getmeili\/meilisearch:v1\.(5\d|[6-9]\d)/)
    for (const name of ['postgres', 'meilisearch']) {
      expect(service(name)['healthcheck'], name).toHaveProperty('test')
    }
    expect(read('Dockerfile')).toMatch(/^HEALTHCHECK /m)
  })

  it('refuses to start without a secret, and says how to make one', () => {
    const found = variablesIn(read('docker-compose.yml')).filter(({ name }) =>
      secrets.includes(name),
    )
    expect(new Set(found.map(({ name }) => name))).toEqual(new Set(secrets))
    for (const { name, rest } of found) {
      expect(rest, name).toMatch(/^:\?.*openssl rand -hex 32.*\.env/)
      expect(rest, name).toContain(`${name}=`)
    }
  })

  it('holds no secret, and no other default than the port', () => {
    const written = Object.values(services).flatMap((one) =>
      Object.entries(record(record(one)['environment'])),
    )
    for (const [name, value] of written) {
      if (/SECRET|PASSWORD|KEY|TOKEN/.test(name)) expect(value, name).toMatch(/^\$\{[^}]+\}$/)
    }
    expect(service('app')['environment']).toHaveProperty(
      'DATABASE_URL',
      expect.stringMatching(
        /^postgres:\/\/homeward:\$\{POSTGRES_PASSWORD:\?[^}]+\}@postgres:5432\//,
      ),
    )
    const others = variablesIn(read('docker-compose.yml')).filter(
      ({ name }) => !secrets.includes(name),
    )
    for (const { name, rest } of others) expect(rest, name).toBe(name === 'PORT' ? ':-3000' : ':-')
  })

  it('passes on every setting that .env.example explains, and no other', () => {
    const explained = [...read('.env.example').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name)
    const passed = Object.keys(record(service('app')['environment']))
    expect(explained).toEqual(expect.arrayContaining(passed))
    // The image sets these for itself, or has no use for them.
    const apart = ['HOST', 'PORT', 'DATA_DIR', 'MEILI_BIN', 'HOMEWARD_CONTAINER']
    expect([...passed, ...apart].sort()).toEqual(explained.toSorted())
  })
})

describe('the image', () => {
  it('is built from the manifest of every workspace', () => {
    const { workspaces } = record(JSON.parse(read('package.json')))
    for (const name of Array.isArray(workspaces) ? workspaces : []) {
      expect(read('Dockerfile')).toContain(`COPY ${name}/package.json ${name}/`)
    }
  })

  it('does not run as root, and takes no secret along', () => {
    const lines = read('Dockerfile').split('\n')
    expect(lines.findLastIndex((line) => line === 'USER node')).toBeGreaterThan(
      lines.findLastIndex((line) => line.startsWith('FROM ')),
    )
    expect(read('.dockerignore').split('\n')).toEqual(expect.arrayContaining(['.env', 'data']))
    expect(read('Dockerfile')).not.toMatch(/\b(SECRET|PASSWORD|KEY|TOKEN)\b *=/)
  })
})

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...globSync('docs/**/*.md', { cwd: root }),
  'seeds/README.md',
  'tests/bench/relevance/README.md',
]

/** The anchor under which a heading is found, as code hosts make it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}

function anchorsOf(file: string): string[] {
  return [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))
}

/** Why a link of a document leads nowhere, or null where it leads somewhere. */
function broken(document: string, link: string): string | null {
  if (/^(https?|mailto):/.test(link)) return null
  const [path = '', anchor] = link.split('#')
  const file = path === '' ? document : relative(root, resolve(root, dirname(document), path))
  if (!existsSync(join(root, file))) return `${link}: there is no ${file}`
  if (anchor === undefined || anchorsOf(file).includes(anchor)) return null
  return `${link}: there is no heading #${anchor} in ${file}`
}

/** Whether a path is one of the repository, or of what is made in it. */
function isThere(path: string): boolean {
  return path === 'client/dist' || existsSync(join(root, path))
}

describe.each(documents)('%s', (document) => {
  const text = read(document)

  it('has links that lead somewhere', () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
    expect(links.flatMap((link) => broken(document, link) ?? [])).toEqual([])
  })

  it('names commands that are there', () => {
    const scripts = Object.keys(record(record(JSON.parse(read('package.json')))['scripts']))
    const named = [...text.matchAll(/npm run (?:-\S+ )*([a-z:]+)/g)].map(([, name = '']) => name)
    expect(named.filter((name) => !scripts.includes(name))).toEqual([])
    const programs = [...text.matchAll(/\bnode ([\w./-]+\.ts)\b/g)].map(([, file = '']) => file)
    expect(programs.filter((file) => !existsSync(join(root, file)))).toEqual([])
  })

  it('names files of the repository that are there', () => {
    const paths = /`((?:schema|server|client|seeds|tests|docs)\/[\w./-]*)`/g
    const named = [...text.matchAll(paths)].map(([, path = '']) => path)
    expect(named.filter((path) => !isThere(path))).toEqual([])
  })
})

it('docs/operators.md explains every setting', () => {
  const explained = [...read('docs/operators.md').matchAll(/^\| `([A-Z_]+)` /gm)]
  const names = Object.values(settings).map(({ name }) => name)
  expect(explained.map(([, name]) => name).sort()).toEqual(names.sort())
})
