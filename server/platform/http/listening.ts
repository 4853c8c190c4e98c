import type { FastifyInstance } from 'fastify'
import { errorCode } from '../dataFolder/dataFolder.ts'
import { StartError } from '../startError.ts'

/**
 * Begins to answer at an address.
 * @throws StartError that says what to do where it is taken, forbidden, or not of this machine
 */
export async function listenAt(app: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    const [happened, remedy] = explanations[errorCode(error)]?.(host, port) ?? []
    if (happened === undefined || remedy === undefined) throw error
    throw new StartError(happened, '', remedy, { cause: error })
  }
}

type Explain = (host: string, port: number) => [happened: string, remedy: string]

const notOurs: Explain = (host) => [
  `HOST is ${host}, which is no address of this machine.`,
  'Set it to one that is: 127.0.0.1 for this machine only, 0.0.0.0 for every network, for example HOST=127.0.0.1.',
]

const explanations: Record<string, Explain> = {
  EADDRINUSE: (_, port) => [
    `Port ${port} is in use by another program.`,
    'Stop that one, or choose another port, for example PORT=3001.',
  ],
  EACCES: (_, port) => [
    `This user may not listen on port ${port}.`,
    'Choose one above 1023, for example PORT=3000.',
  ],
  EADDRNOTAVAIL: notOurs,
  EAFNOSUPPORT: notOurs,
  ENOTFOUND: notOurs,
  EAI_AGAIN: notOurs,
}
