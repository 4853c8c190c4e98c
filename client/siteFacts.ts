/** What every page knows of the site that it is part of. */
export interface SiteFacts {
  name: string
  /** Its address, without a slash at the end. */
  url: string
  /** How readers reach the editors: a mail address or an address of a page; null where none is set. */
  contact: string | null
}
