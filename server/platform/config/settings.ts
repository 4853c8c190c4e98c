import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { readFilesPlace } from '../files/place.ts'

/** One setting: how it is called, what it means, and how its text becomes a value. */
export interface Setting<Value> {
  name: string
  example: string
  /** Sentences for .env.example. */
  help: string
  /** What holds where it is not set. */
  unset: Value
  /** Never shown in a message. */
  secret?: true
  /** @throws WrongValue that says what is wrong, to follow 'NAME is "text", which ...' */
  parse(text: string, cwd: string): Value
}

/** Says what is wrong with a value, as the end of a sentence: 'is not a whole number'. */
export class WrongValue extends Error {}

function setting<Value>(given: Setting<Value>): Setting<Value> {
  return given
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw new WrongValue(`is not a whole number from ${least} to ${most}`)
  }
}

function address(schemes: string[]): (text: string) => string {
  return (text) => {
    const url = URL.parse(text)
    if (url !== null && schemes.includes(url.protocol) && /^[a-z0-9]+:\/\/./i.test(text))
      return text
    throw new WrongValue(
      `is not an address that begins with ${listed(schemes.map((s) => `${s}//`))}`,
    )
  }
}

/** A letter of a password that means something in an address makes it the address of another place. */
function databaseAddress(text: string): string {
  if (!/^postgres(ql)?:\/\/./i.test(text))
    throw new WrongValue('is not an address that begins with postgres:// or postgresql://')
  const url = URL.parse(text)
  if (url !== null && url.hash === '' && /^(\/[^/]*)?$/.test(url.pathname)) return text
  throw new WrongValue(
    'is no user, password, host and database in their places: in a password, write / as %2F, # as %23, ? as %3F, @ as %40 and % as %25',
  )
}

function oneOf<Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const found = words.find((word) => word === text.toLowerCase())
    if (found !== undefined) return found
    throw new WrongValue(`is not one of ${listed(words)}`)
  }
}

function unguessable(length: number, example: string): (text: string) => string {
  return (text) => {
    if (text === example) throw new WrongValue('is the example, which everyone knows')
    if (text.length >= length) return text
    throw new WrongValue(`is too short: it needs ${length} characters or more`)
  }
}

function yesOrNo(text: string): boolean {
  if (['1', 'true', 'yes'].includes(text.toLowerCase())) return true
  if (['0', 'false', 'no'].includes(text.toLowerCase())) return false
  throw new WrongValue('is neither 1 nor 0')
}

function listed(words: readonly string[]): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} or ${words.slice(-1).join('')}`
}

function hostName(text: string): string {
  if (isIP(text) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)) return text
  throw new WrongValue('is neither an IP address nor the name of a host')
}

function siteAddress(text: string): string {
  const url = URL.parse(address(['http:', 'https:'])(text))
  if (url !== null && url.pathname === '/' && url.search === '' && url.hash === '' && !url.username)
    return url.origin
  throw new WrongValue('has more than a scheme, a host and a port')
}

const mailbox = /^[^\s@<>"]+@[^\s@<>"]+$/

function mailAddress(text: string): string {
  const bare = /^[^<>\r\n]*<([^<>]+)>$/.exec(text)?.[1] ?? text
  if (mailbox.test(bare)) return text
  throw new WrongValue('is not a mail address')
}

function contact(text: string): string {
  if (mailbox.test(text)) return text
  if (['http:', 'https:'].includes(URL.parse(text)?.protocol ?? '')) return text
  throw new WrongValue('is neither a mail address nor an address that begins with https://')
}

function filesPlace(text: string, cwd: string): string {
  const place = readFilesPlace(text, cwd)
  if ('wrong' in place) throw new WrongValue(place.wrong)
  return place.kind === 'folder' ? place.folder : text
}

function siteName(text: string): string {
  if (text.length <= 60 && !/\p{Cc}/u.test(text)) return text
  throw new WrongValue('is longer than 60 characters, or holds a line break')
}

function trustedProxies(text: string): boolean | number | string {
  if (/^\d+$/.test(text)) return wholeNumber(0, 16)(text)
  if (['true', 'false'].includes(text.toLowerCase())) return text.toLowerCase() === 'true'
  const proxies = text.split(',').map((proxy) => proxy.trim())
  if (proxies.every(isProxy)) return proxies.join(',')
  throw new WrongValue(
    'is neither true, false, a number of proxies, nor a list of IP addresses and networks',
  )
}

function isProxy(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true
  const [ip = '', bits, ...more] = text.split('/')
  const version = isIP(ip)
  if (version === 0 || more.length > 0) return false
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
  )
}

const examples = {
  secret: 'the-output-of-openssl-rand-hex-32-goes-here',
  token: 'at-least-16-characters',
}
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const engines = ['auto', 'meilisearch', 'postgres'] as const

/** Every setting there is. .env.example holds the same names, in the same order. */
export const settings = {
  port: setting({
    name: 'PORT',
    example: '3000',
    help: 'The port that the site answers on. 0 takes any that is free.',
    unset: 3000,
    parse: wholeNumber(0, 65_535),
  }),
  host: setting({
    name: 'HOST',
    example: '127.0.0.1',
    help: 'The address that it listens on. 127.0.0.1 is this machine only, 0.0.0.0 is every network.',
    unset: '127.0.0.1',
    parse: hostName,
  }),
  publicUrl: setting<string | null>({
    name: 'PUBLIC_URL',
    example: 'https://homeward.example.org',
    help: 'Where people reach the site, for links in feeds and mails. Made from HOST and PORT where not set.',
    unset: null,
    parse: siteAddress,
  }),
  dataDir: setting({
    name: 'DATA_DIR',
    example: './data',
    help: 'The folder for everything that is kept: the database, the search index, files, secrets.',
    unset: './data',
    parse: (text) => text,
  }),
  databaseUrl: setting<string | null>({
    name: 'DATABASE_URL',
    example: 'postgres://homeward:password@localhost:5432/homeward',
    help: 'A PostgreSQL 18 database. Where not set, the server runs a PostgreSQL of its own under DATA_DIR.',
    unset: null,
    secret: true,
    parse: databaseAddress,
  }),
  searchEngine: setting<(typeof engines)[number]>({
    name: 'SEARCH_ENGINE',
    example: 'auto',
    help: 'auto: Meilisearch where there is one, else PostgreSQL. meilisearch or postgres settles it by hand.',
    unset: 'auto',
    parse: oneOf(engines),
  }),
  meiliUrl: setting<string | null>({
    name: 'MEILI_URL',
    example: 'http://localhost:7700',
    help: 'A Meilisearch 1.50 or newer that runs already.',
    unset: null,
    parse: address(['http:', 'https:']),
  }),
  meiliKey: setting<string | null>({
    name: 'MEILI_KEY',
    example: 'the-master-key-of-that-meilisearch',
    help: 'The key of the Meilisearch at MEILI_URL.',
    unset: null,
    secret: true,
    parse: (text) => text,
  }),
  meiliBin: setting<string | null>({
    name: 'MEILI_BIN',
    example: '/usr/local/bin/meilisearch',
    help: 'A Meilisearch program that the server starts itself. Where not set, one on the PATH is used.',
    unset: null,
    parse: (text, cwd) => resolve(cwd, text),
  }),
  secret: setting<string | null>({
    name: 'SECRET',
    example: examples.secret,
    help: 'Signs sessions and links. Made and kept under DATA_DIR where not set, except in a container.\nMake one with: openssl rand -hex 32',
    unset: null,
    secret: true,
    parse: unguessable(32, examples.secret),
  }),
  smtpUrl: setting<string | null>({
    name: 'SMTP_URL',
    example: 'smtps://user:password@mail.example.org:465',
    help: 'The mail server. Where not set, mails are files in the folder mail of DATA_DIR, and the terminal shows their links.',
    unset: null,
    secret: true,
    parse: address(['smtp:', 'smtps:']),
  }),
  mailFrom: setting<string | null>({
    name: 'MAIL_FROM',
    example: 'Homeward <homeward@example.org>',
    help: 'Who mails come from. Needed with SMTP_URL.',
    unset: null,
    parse: mailAddress,
  }),
  filesUrl: setting<string | null>({
    name: 'FILES_URL',
    example: 's3://key:secret@s3.example.org/bucket',
    help: 'Where documents are kept: a folder, or a bucket of an S3 store. The folder files under DATA_DIR where not set.\nIn the key and the secret, write / as %2F and % as %25. ?region= after the bucket names its region.',
    unset: null,
    secret: true,
    parse: filesPlace,
  }),
  siteName: setting({
    name: 'SITE_NAME',
    example: 'Homeward',
    help: 'What the site is called.',
    unset: 'Homeward',
    parse: siteName,
  }),
  contact: setting<string | null>({
    name: 'CONTACT',
    example: 'editors@example.org',
    help: 'How readers reach the editors: a mail address or a web page.',
    unset: null,
    parse: contact,
  }),
  rateLimit: setting({
    name: 'RATE_LIMIT',
    example: '600',
    help: 'How many requests a minute one client may make. 0 sets no limit.',
    unset: 600,
    parse: wholeNumber(0, 1_000_000),
  }),
  claimHours: setting({
    name: 'CLAIM_HOURS',
    example: '48',
    help: 'How many hours a moderator has a submission that they claimed, before it goes back to the queue.',
    unset: 48,
    parse: wholeNumber(1, 8760),
  }),
  seeds: setting<string | null>({
    name: 'SEEDS',
    example: 'none',
    help: 'A folder with the content that an empty database begins with, or none. The content of this repository where not set.',
    unset: null,
    parse: (text, cwd) => (text === 'none' ? text : resolve(cwd, text)),
  }),
  trustProxy: setting<boolean | number | string>({
    name: 'TRUST_PROXY',
    example: '10.0.0.0/8',
    help: 'Which proxies in front may say who the client is: true, false, their number, or a list of addresses and networks.',
    unset: false,
    parse: trustedProxies,
  }),
  metricsToken: setting<string | null>({
    name: 'METRICS_TOKEN',
    example: examples.token,
    help: 'Lets a collector from elsewhere read /metrics. Where not set, only this machine may.',
    unset: null,
    secret: true,
    parse: unguessable(16, examples.token),
  }),
  logLevel: setting<(typeof levels)[number]>({
    name: 'LOG_LEVEL',
    example: 'info',
    help: 'How much is logged: fatal, error, warn, info, debug, trace or silent.',
    unset: 'info',
    parse: oneOf(levels),
  }),
  container: setting({
    name: 'HOMEWARD_CONTAINER',
    example: '0',
    help: 'Set to 1 by the Dockerfile: what a container makes for itself is gone with it, so SECRET must be given.',
    unset: false,
    parse: yesOrNo,
  }),
}
