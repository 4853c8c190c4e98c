import type { Plugin } from 'vite'
import { drawWorld } from './drawWorld.ts'

/** What pages import: where the drawing is, its `viewBox`, and how places come to stand in it. */
const name = 'virtual:world-map'
const resolved = `\0${name}`

/** Makes the map of the world a file of its own beside the scripts, drawn when the pages are built. */
export function worldMap(): Plugin {
  let inBuild = false
  let drawing: ReturnType<typeof drawn> | null = null
  const draw = () => (drawing ??= drawn())
  return {
    name: 'world-map',
    configResolved(config) {
      inBuild = config.command === 'build'
    },
    resolveId: (id) => (id === name ? resolved : null),
    async load(id) {
      if (id !== resolved) return null
      const { viewBox, file, projection } = await draw()
      return Object.entries({ source: `/${file}`, viewBox, projection })
        .map(([key, value]) => `export const ${key} = ${JSON.stringify(value)}`)
        .join('\n')
    },
    async generateBundle() {
      if (!inBuild || this.environment.name !== 'client') return
      const { svg, file } = await draw()
      this.emitFile({ type: 'asset', fileName: file, source: svg })
    },
    async configureServer(server) {
      const { svg, file } = await draw()
      server.middlewares.use(`/${file}`, (_request, response) => {
        response.setHeader('content-type', 'image/svg+xml')
        response.end(svg)
      })
    },
  }
}

/** The name changes with what is drawn, so that browsers may keep the file for ever. */
async function drawn() {
  const { svg, viewBox, projection } = drawWorld()
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(svg))
  const hash = Buffer.from(digest).toString('base64url').slice(0, 8)
  return { svg, viewBox, projection, file: `assets/world-${hash}.svg` }
}
