import { createEmailVerificationToken } from 'better-auth/api'
import type { Auth } from './auth.ts'

/**
 * Where someone asks for an address that another account has, better-auth sends no mail, which would tell them so. They
 * get the mail that they would get of any address; the last step, which needs the mailbox of that address, then fails.
 * @param askedBy the address of who asks
 */
export async function mailAsIfFree(auth: Auth, askedBy: string, wanted: string): Promise<void> {
  const { internalAdapter, secret } = await auth.$context
  if (!(await internalAdapter.findUserByEmail(wanted))) return
  const asker = await internalAdapter.findUserByEmail(askedBy)
  if (!asker) return
  const { emailVerification, user } = auth.options
  const token = await createEmailVerificationToken(
    secret,
    askedBy,
    wanted,
    emailVerification.expiresIn,
    { requestType: 'change-email-confirmation' },
  )
  await user.changeEmail.sendChangeEmailConfirmation({
    user: asker.user,
    newEmail: wanted,
    token,
    url: '',
  })
}
