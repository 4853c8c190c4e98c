import type { Api, RawAnswer } from './api.ts'
import type { SiteFacts } from './siteFacts.ts'
import type { HandedOver } from './state.ts'

/** A page as the server sends it, or where to go instead. */
export type Rendered =
  | { moved: string; forGood: boolean }
  | {
      status: number
      html: string
      head: string
      htmlAttributes: string
      bodyAttributes: string
      state: HandedOver
      /** The file of the page, so that its script can be named early. */
      page: string
      /** Shows what belongs to one person: nobody may keep it. */
      own: boolean
    }

/** What the client's program for the server offers. */
export interface ServerProgram {
  /** Renders the page at an address, by the API as everyone reaches it or as the person who asks. @param failed render the page of a failure instead, with this status */
  renderPage(
    address: string,
    apiAs: (who: 'everyone' | 'person') => Api,
    site: SiteFacts,
    failed?: number,
  ): Promise<Rendered>
  readAnswer<T>(answer: RawAnswer): T
}
