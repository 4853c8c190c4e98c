import type { FastifyInstance, RouteOptions } from 'fastify'

/** Who may call a route. More are added when there are accounts. */
export type Access = 'everyone' | 'operators'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyInstance {
    /** Every route, for the test that calls each as everyone. */
    routesWithAccess: { method: string; url: string; access: Access | undefined }[]
  }
}

const methodsOf = ({ method }: RouteOptions): string[] => [method].flat()

/** Refuses to start with a route that does not say who may call it. */
export function requireAccess(app: FastifyInstance): void {
  const routes: RouteOptions[] = []
  // A plugin's routes are told apart by a hook of their scope, which runs after this one: so they are read at the end.
  app.addHook('onRoute', (route) => void routes.push(route))
  const withAccess = () =>
    routes.flatMap((route) =>
      methodsOf(route).map((method) => ({ method, url: route.url, access: route.config?.access })),
    )
  app.decorate('routesWithAccess', { getter: withAccess })
  app.addHook('onReady', async () => {
    const silent = withAccess().find(({ access }) => access === undefined)
    if (silent) {
      throw new Error(
        `The route ${silent.method} ${silent.url} does not say who may call it (config.access)`,
      )
    }
  })
}
