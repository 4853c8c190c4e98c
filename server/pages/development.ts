import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { ServerProgram } from '../../client/rendering.ts'
import { clientFolder } from './build.ts'
import type { Renderer } from './renderer.ts'

/** Serves the client's sources through Vite, which puts changes into open pages as they are made. */
export async function serveSources(app: FastifyInstance): Promise<Renderer> {
  const { createServer, isRunnableDevEnvironment } = await import('vite')
  const vite = await createServer({
    configFile: join(clientFolder, 'vite.config.ts'),
    server: { middlewareMode: true, hmr: { server: app.server } },
    appType: 'custom',
  })
  app.addHook('onClose', () => vite.close())
  app.addHook('onRequest', (request, reply, done) => {
    vite.middlewares(request.raw, reply.raw, () => done())
  })
  return {
    manifest: null,
    async client() {
      const environment = vite.environments['ssr']
      if (!isRunnableDevEnvironment(environment)) throw new Error('Vite cannot run the pages here')
      return environment.runner.import<ServerProgram>('/server.ts')
    },
    async template(address) {
      const source = await readFile(join(clientFolder, 'index.html'), 'utf8')
      return vite.transformIndexHtml(address, source)
    },
  }
}
