import type { FastifyInstance } from 'fastify'

/** Who may call a route. More are added when there are accounts. */
export type Access = 'everyone' | 'operators'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
}

/** Refuses to start with a route that does not say who may call it. */
export function requireAccess(app: FastifyInstance): void {
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.access === undefined) {
      throw new Error(
        `The route ${String(method)} ${url} does not say who may call it (config.access)`,
      )
    }
  })
}
