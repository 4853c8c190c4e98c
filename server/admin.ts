import { grantAdministrator } from './accounts/administrators.ts'
import { peopleInCharge } from './accounts/store.ts'
import { asMailAddress } from './platform/auth/mailAddress.ts'
import { runCommand, Wrong } from './platform/command.ts'
import { readConfig } from './platform/config/config.ts'
import { migrate, openDatabase, type Db } from './platform/postgres/database.ts'
import { reachPostgres } from './platform/postgres/sharedPostgres.ts'

const usage = `Who runs this site:

  npm run admin -- grant someone@example.org   makes someone an administrator
  npm run admin -- list                        says who is a moderator or an administrator
`

type Command = { name: 'grant'; email: string } | { name: 'list' }

function commandOf(words: string[]): Command {
  const [name = '', typed, ...more] = words
  if (/^(--)?list$/.test(name) && typed === undefined) return { name: 'list' }
  if (name !== 'grant' || typed === undefined || more.length > 0) throw new Wrong(usage)
  const email = asMailAddress(typed)
  if (email === null) throw new Wrong(`${typed} is not a mail address.\n\n${usage}`)
  return { name, email }
}

async function run(command: Command, db: Db, publicUrl: string): Promise<string> {
  if (command.name === 'list') return list(db)
  const { email } = command
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
      process.stdout.write(await run(command, database.db, config.publicUrl))
      return 0
    } finally {
      await database.close()
    }
  } finally {
    await stop()
  }
}

runCommand(main)
