import type { ServerProgram } from '../../client/rendering.ts'
import type { Manifest } from './document.ts'

/** What it takes to render: the client's program for the server, the template, what files became. */
export interface Renderer {
  client(): Promise<ServerProgram>
  template(address: string): Promise<string>
  manifest: Manifest | null
}
