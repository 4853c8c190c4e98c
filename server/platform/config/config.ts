import { readFileSync } from 'node:fs'
import { isIPv6 } from 'node:net'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { errorCode, makeDataFolder } from '../dataFolder/dataFolder.ts'
import { keptSecret } from './keptSecret.ts'
import { type Setting, settings, WrongValue } from './settings.ts'
import { StartError } from '../startError.ts'

type Settings = typeof settings
type Values = { [Key in keyof Settings]: Settings[Key]['unset'] }

/** Everything that can be set, read and checked. Folders are absolute. */
export interface Config extends Omit<Values, 'publicUrl' | 'secret'> {
  /** Without a slash at the end. */
  publicUrl: string
  secret: string
}

/** One setting that is wrong or missing. */
export interface Fault {
  name: string
  /** A sentence. */
  wrong: string
  example: string
}

/** What is wrong with the settings, all of it at once. Holds no secret's value. */
export class ConfigError extends StartError {
  override name = 'ConfigError'
  readonly faults: Fault[]

  constructor(faults: Fault[]) {
    super(
      `${faults.length === 1 ? 'A setting needs' : `${faults.length} settings need`} a change:`,
      faults.map(({ wrong, example }) => `\n  ${wrong}\n    For example: ${example}`).join('\n'),
      '\nSet it in the environment or in the file .env; .env.example says what each one means.',
    )
    this.faults = faults
  }
}

/**
 * Reads every setting from the environment and from `.env` in `cwd` (the environment wins; empty is not set).
 * Makes and keeps SECRET under DATA_DIR where it is not set.
 * @throws ConfigError that names every fault; StartError where the data folder cannot be used
 */
export function readConfig(env: NodeJS.ProcessEnv, options: { cwd?: string } = {}): Config {
  const cwd = options.cwd ?? process.cwd()
  const given = { ...readEnvFile(join(cwd, '.env')), ...withoutEmpty(env) }
  const faults: Fault[] = []
  const values = readValues(given, cwd, faults)
  const known = new Set(faults.map(({ name }) => name))
  faults.push(...missing(values).filter(({ name }) => !known.has(name)))
  if (faults.length > 0) throw new ConfigError(faults)
  const dataDir = resolve(cwd, values.dataDir)
  return {
    ...values,
    dataDir,
    publicUrl: values.publicUrl ?? localAddress(values.host, values.port),
    secret: values.secret ?? ownSecret(dataDir),
  }
}

function readValues(given: NodeJS.ProcessEnv, cwd: string, faults: Fault[]): Values {
  function read<Value>(setting: Setting<Value>): Value {
    const text = given[setting.name]?.trim() ?? ''
    if (text === '') return setting.unset
    try {
      return setting.parse(text, cwd)
    } catch (error) {
      if (!(error instanceof WrongValue)) throw error
      faults.push(fault(setting, `${shown(setting, text)} ${error.message}.`))
      return setting.unset
    }
  }
  return {
    port: read(settings.port),
    host: read(settings.host),
    publicUrl: read(settings.publicUrl),
    dataDir: read(settings.dataDir),
    databaseUrl: read(settings.databaseUrl),
    searchEngine: read(settings.searchEngine),
    meiliUrl: read(settings.meiliUrl),
    meiliKey: read(settings.meiliKey),
    meiliBin: read(settings.meiliBin),
    secret: read(settings.secret),
    smtpUrl: read(settings.smtpUrl),
    mailFrom: read(settings.mailFrom),
    filesUrl: read(settings.filesUrl),
    siteName: read(settings.siteName),
    contact: read(settings.contact),
    rateLimit: read(settings.rateLimit),
    claimHours: read(settings.claimHours),
    seeds: read(settings.seeds),
    trustProxy: read(settings.trustProxy),
    metricsToken: read(settings.metricsToken),
    logLevel: read(settings.logLevel),
    container: read(settings.container),
  }
}

function missing(values: Values): Fault[] {
  const faults: Fault[] = []
  if (values.container && values.secret === null) {
    const how = 'Make one with `openssl rand -hex 32`'
    faults.push(
      fault(settings.secret, `SECRET is not set, and a container cannot keep one. ${how}.`),
    )
  }
  if (values.smtpUrl !== null && values.mailFrom === null) {
    faults.push(
      fault(
        settings.mailFrom,
        'MAIL_FROM is not set, and SMTP_URL is: mails must come from someone.',
      ),
    )
  }
  return faults
}

function fault(setting: { name: string; example: string }, wrong: string): Fault {
  return { name: setting.name, wrong, example: `${setting.name}=${setting.example}` }
}

function shown(setting: { name: string; secret?: true }, text: string): string {
  if (setting.secret === true) return `${setting.name}`
  return `${setting.name} is ${JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)}, which`
}

function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim() !== ''))
}

function readEnvFile(file: string): NodeJS.ProcessEnv {
  try {
    return parseEnv(readFileSync(file, 'utf8'))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return {}
    throw new StartError(
      `The settings in ${file} cannot be read (${errorCode(error)}).`,
      'Nothing was changed.',
      'Make it a file that this user may read, or remove it.',
      { cause: error },
    )
  }
}

function localAddress(host: string, port: number): string {
  const everywhere = ['0.0.0.0', '::'].includes(host)
  const name = everywhere ? 'localhost' : isIPv6(host) ? `[${host}]` : host
  return `http://${name}:${port}`
}

function ownSecret(dataDir: string): string {
  makeDataFolder(dataDir)
  return keptSecret(join(dataDir, 'secret'))
}
