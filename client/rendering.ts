import type { Api, RawAnswer } from './api.ts'
import type { SiteFacts } from './siteFacts.ts'
import type { HandedOver } from './state.ts'

/** A page as the server sends it, or where to go instead. */
export type Rendered =
  | { moved: string }
  | {
      status: number
      html: string
      head: string
      htmlAttributes: string
      bodyAttributes: string
      state: HandedOver
      /** The file of the page, so that its script can be named early. */
      page: string
    }

/** What the client's program for the server offers. */
export interface ServerProgram {
  /** Renders the page at an address. @param failed render the page of a failure instead, with this status */
  renderPage(address: string, api: Api, site: SiteFacts, failed?: number): Promise<Rendered>
  readAnswer<T>(answer: RawAnswer): T
}
