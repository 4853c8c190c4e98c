/** What may be attached to an entry. */
export const documentTypes = ['pdf', 'docx', 'odt', 'pptx', 'xlsx', 'png', 'jpeg'] as const
export type DocumentType = (typeof documentTypes)[number]

/** The media types of documents, as IANA registers them. */
export const mediaTypes: Record<DocumentType, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  odt: 'application/vnd.oasis.opendocument.text',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  png: 'image/png',
  jpeg: 'image/jpeg',
}

export const pictureTypes: ReadonlySet<DocumentType> = new Set(['png', 'jpeg'])

/** How much is taken, unpacked and waited for. Lengths are bytes, times are milliseconds. */
export const limits = {
  fileBytes: 20 * 1_048_576,
  entryBytes: 100 * 1_048_576,
  /** All parts of a zip together, as its own list gives them. */
  unpackedBytes: 256 * 1_048_576,
  /** One part that is read as XML. */
  xmlBytes: 64 * 1_048_576,
  parts: 5_000,
  xmlDepth: 500,
  textCharacters: 2_000_000,
  memoryBytes: 1_024 * 1_048_576,
  heapMegabytes: 512,
  time: 60_000,
}

/** Why a file is not taken. The words are the client's; `found` names a media type or an ending. */
export type Refusal =
  | { code: 'empty' }
  | { code: 'too-large'; params: { maxBytes: number } }
  | { code: 'wrong-type'; params: { found: string | null; allowed: readonly DocumentType[] } }
  | { code: 'macros'; params: { found: string } }
  | { code: 'unsafe'; params: { why: 'unpacks-too-large' | 'too-many-parts' | 'paths' | 'mixed' } }
  | { code: 'broken-picture'; params: { type: DocumentType } }

/** Why nothing can be read in a file that is of an allowed type. */
export type Unreadable = 'encrypted' | 'broken' | 'too-large' | 'took-too-long' | 'no-text'

/** What is still in a file and is named to the person before submitting. */
export const leftoverKinds = [
  'tracked-changes',
  'comments',
  'hidden-sheets',
  'hidden-slides',
  'hidden-cells',
  'hidden-text',
  'hidden-layers',
  'notes',
  'author',
  'embedded-files',
  'external-data',
  'pivot-data',
  'pictures',
  'form-data',
  /** Nothing was taken out, since the file could not be read. */
  'unchecked',
] as const
export type LeftoverKind = (typeof leftoverKinds)[number]

/** What was taken out of a file, to be told to the person. */
export const removedKinds = [
  'author',
  'comments',
  'place-and-device',
  'thumbnail',
  'earlier-versions',
  'embedded-files',
  'scripts',
  'signatures',
  'custom-data',
] as const
export type RemovedKind = (typeof removedKinds)[number]

export interface Leftover {
  kind: LeftoverKind
  count: number
  /** Names that help to find it, such as those of sheets; not every one where there are many. */
  detail?: string[]
}

export interface Removed {
  kind: RemovedKind
  count: number
}
