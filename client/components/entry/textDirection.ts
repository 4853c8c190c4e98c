/** Languages that are written from right to left. */
const rightToLeft = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ks', 'ps', 'sd', 'ug', 'ur', 'yi'])

/** The direction of a text in a language. @param tag BCP 47; a script in it decides before the language does */
export function textDirection(tag: string): 'ltr' | 'rtl' {
  const { language, script } = new Intl.Locale(tag)
  if (script) return ['Arab', 'Hebr', 'Thaa'].includes(script) ? 'rtl' : 'ltr'
  return rightToLeft.has(language) ? 'rtl' : 'ltr'
}
