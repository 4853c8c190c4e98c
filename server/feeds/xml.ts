/** A piece of XML, made by `element`: what is in it needs no more escaping. */
export class Xml {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}
const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign)

/** An element with attributes, and text or elements inside. */
export function element(
  name: string,
  attributes: Record<string, string>,
  ...inside: (string | Xml)[]
): Xml {
  const head = [
    name,
    ...Object.entries(attributes).map(([key, value]) => `${key}="${escape(value)}"`),
  ]
  const body = inside.map((piece) => (typeof piece === 'string' ? escape(piece) : piece.text))
  return new Xml(`<${head.join(' ')}>${body.join('')}</${name}>`)
}

export function xmlDocument(root: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.text}\n`
}
