import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFName,
  type PDFObject,
  PDFRef,
  PDFStream,
} from '@cantoo/pdf-lib'

/** The name under a key, without its slash; empty where there is none. */
export function nameAt(dict: PDFDict, key: string): string {
  const value = dict.lookup(PDFName.of(key))
  return value instanceof PDFName ? value.decodeText() : ''
}

export function dictAt(dict: PDFDict, key: string): PDFDict | undefined {
  const value = dict.lookup(PDFName.of(key))
  return value instanceof PDFDict ? value : undefined
}

export function arrayAt(dict: PDFDict, key: string): PDFArray | undefined {
  const value = dict.lookup(PDFName.of(key))
  return value instanceof PDFArray ? value : undefined
}

/** Takes a key away. @returns whether there was one */
export function takeAway(dict: PDFDict, ...keys: string[]): boolean {
  return keys.filter((key) => dict.delete(PDFName.of(key))).length > 0
}

/** Every object that can be reached from what the trailer names, each once, however deep or in circles they lie. */
export function* reachable(context: PDFContext): Generator<PDFObject> {
  const seen = new Set<PDFObject>()
  const { Root, Info } = context.trailerInfo
  const waiting: PDFObject[] = [Root, Info].filter((start) => start !== undefined)
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const object = next instanceof PDFRef ? context.lookup(next) : next
    if (next instanceof PDFRef) seen.add(next)
    if (object === undefined || seen.has(object)) continue
    seen.add(object)
    yield object
    for (const held of heldBy(object)) if (!seen.has(held)) waiting.push(held)
  }
}

/** References to what can be reached. */
export function reachableRefs(context: PDFContext): Set<PDFRef> {
  const refs = new Set<PDFRef>()
  const { Root, Info } = context.trailerInfo
  for (const start of [Root, Info]) if (start instanceof PDFRef) refs.add(start)
  for (const object of reachable(context)) {
    for (const held of heldBy(object)) if (held instanceof PDFRef) refs.add(held)
  }
  return refs
}

function heldBy(object: PDFObject): PDFObject[] {
  if (object instanceof PDFDict) return object.values()
  if (object instanceof PDFArray) return object.asArray()
  return object instanceof PDFStream ? object.dict.values() : []
}
