/** Reads the text of a document that was uploaded. */
export const readingQueue = 'read-documents'
export interface ReadingJob {
  attachmentId: string
}

/** Removes the file of a document that is gone. */
export const removalQueue = 'remove-files'
export interface RemovalJob {
  key: string
}
