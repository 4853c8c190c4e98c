import { grantAdministrator } from './accounts/administrators.ts'
import { resetSecondFactors } from './accounts/secondFactors.ts'
import { peopleInCharge } from './accounts/store.ts'
import { asMailAddress } from './platform/auth/mailAddress.ts'
import { runCommand, Wrong } from './platform/command.ts'
import { readConfig } from './platform/config/config.ts'
import { startJobs } from './platform/jobs.ts'
import { migrate, openDatabase, type Database, type Db } from './platform/postgres/database.ts'
import { reachPostgres } from './platform/postgres/sharedPostgres.ts'
import { queues } from './queues.ts'

const usage = `Who runs this site:

  npm run admin -- grant someone@example.org                 makes someone an administrator
  npm run admin -- reset-second-factor someone@example.org   lets someone set up a new second factor who lost theirs
  npm run admin -- list                                      says who is a moderator or an administrator
`

const withAddress = ['grant', 'reset-second-factor'] as const
type Command = { name: (typeof withAddress)[number]; email: string } | { name: 'list' }

function commandOf(words: string[]): Command {
  const [first = '', typed, ...more] = words
  if (/^(--)?list$/.test(first) && typed === undefined) return { name: 'list' }
  const name = withAddress.find((one) => one === first)
  if (name === undefined || typed === undefined || more.length > 0) throw new Wrong(usage)
  const email = asMailAddress(typed)
  if (email === null) throw new Wrong(`${typed} is not a mail address.\n\n${usage}`)
  return { name, email }
}

interface Place {
  database: Database
  /** Of the database. */
  url: string
  publicUrl: string
}

async function run(command: Command, place: Place): Promise<string> {
  const { db } = place.database
  if (command.name === 'list') return list(db)
  return command.name === 'grant'
    ? grant(command.email, db, place.publicUrl)
    : resetSecondFactor(command.email, place)
}

async function grant(email: string, db: Db, publicUrl: string): Promise<string> {
  const outcome = await grantAdministrator(db, email)
  if (outcome.granted) {
    return `${email} is an administrator now. The role works once they sign in with a second factor:
an authenticator app or a passkey, which they set up in their account.\n`
  }
  return `There is no confirmed account with the address ${email} yet.
Give them this link. They make an account with that address, sign in, and open it.
It works once, within one hour, for that address only.

  ${publicUrl}${outcome.link}\n`
}

async function resetSecondFactor(email: string, { database, url }: Place): Promise<string> {
  const jobs = await startJobs(url, queues, () => {})
  try {
    const outcome = await resetSecondFactors(database, jobs, email)
    if (outcome === 'unknown') throw new Wrong(`There is no account with the address ${email}.\n`)
    if (outcome === 'none') return `${email} has no second factor. Nothing was changed.\n`
    return `${email} has no second factor any more and is signed out everywhere.
They sign in with their password and set up a new one in their account. A mail tells them of it:
it goes out as soon as the server runs. The decision log keeps that this was done.\n`
  } finally {
    await jobs.stop()
  }
}

async function list(db: Db): Promise<string> {
  const people = await peopleInCharge(db)
  if (people.length === 0) return 'There is no moderator and no administrator yet.\n'
  return people
    .map(
      ({ email, name, role, second_factor }) =>
        `${role.padEnd(13)}  ${email}  ${name}${second_factor ? '' : '  (has no second factor yet)'}\n`,
    )
    .join('')
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} }

async function main(): Promise<number> {
  const command = commandOf(process.argv.slice(2))
  const config = readConfig(process.env)
  const { url, stop } = await reachPostgres(config, quiet)
  try {
    await migrate(url)
    const database = openDatabase(url, 2)
    try {
      process.stdout.write(await run(command, { database, url, publicUrl: config.publicUrl }))
      return 0
    } finally {
      await database.close()
    }
  } finally {
    await stop()
  }
}

runCommand(main)
