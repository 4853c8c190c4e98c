/** Numbers that say by their form and check digits that they belong to a person. */

const digits = (written: string) => [...written.replace(/\D/g, '')].map(Number)
const weighted = (numbers: readonly number[], weights: readonly number[]) =>
  weights.reduce((sum, weight, index) => sum + weight * (numbers[index] ?? 0), 0)
const same = (numbers: readonly number[]) => new Set(numbers).size === 1

/** IBAN: ISO 13616, remainder 1 by 97. */
export function isIban(written: string): boolean {
  const plain = written.replace(/[\s-]/g, '').toUpperCase()
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(plain)) return false
  return remainder(plain.slice(4) + plain.slice(0, 4)) === 1
}

function remainder(plain: string): number {
  let rest = 0
  for (const sign of plain) {
    const value = Number.parseInt(sign, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest
}

/** Italy: sixteen signs, the last one a check. */
export function isCodiceFiscale(written: string): boolean {
  return /^[a-z]{6}[\dlmnpqrstuv]{2}[abcdehlmprst][\dlmnpqrstuv]{2}[a-z][\dlmnpqrstuv]{3}[a-z]$/i.test(
    written.replace(/\s/g, ''),
  )
}

/** Brazil: eleven digits, two of them checks. */
export function isCpf(written: string): boolean {
  const numbers = digits(written)
  if (numbers.length !== 11 || same(numbers)) return false
  const check = (length: number) => {
    const sum = numbers
      .slice(0, length)
      .reduce((all, n, index) => all + n * (length + 1 - index), 0)
    return ((sum * 10) % 11) % 10
  }
  return check(9) === numbers[9] && check(10) === numbers[10]
}

/** Bosnia, Serbia, Kosovo and their neighbours: a date of birth and a check digit. */
export function isJmbg(written: string): boolean {
  const numbers = digits(written)
  if (numbers.length !== 13) return false
  const day = Number(written.slice(0, 2))
  const month = Number(written.slice(2, 4))
  if (day < 1 || day > 31 || month < 1 || month > 12) return false
  const rest = 11 - (weighted(numbers, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)
  return (rest > 9 ? 0 : rest) === numbers[12]
}

/** Türkiye: eleven digits, two of them checks. */
export function isTcKimlik(written: string): boolean {
  const n = digits(written)
  if (n.length !== 11 || n[0] === 0 || same(n)) return false
  const odd = weighted(n, [1, 0, 1, 0, 1, 0, 1, 0, 1])
  const even = weighted(n, [0, 1, 0, 1, 0, 1, 0, 1])
  const sum = n.slice(0, 10).reduce((all, one) => all + one, 0)
  return (((odd * 7 - even) % 10) + 10) % 10 === n[9] && sum % 10 === n[10]
}

/** Spain: DNI and NIE, the letter a check. */
export function isSpanish(written: string): boolean {
  const match = /^([xyz]?)(\d{7,8})[ -]?([a-z])$/i.exec(written.replace(/[.\s]/g, ''))
  if (!match) return false
  const lead = match[1] ? 'xyz'.indexOf(match[1].toLowerCase()) : ''
  const number = Number(`${lead}${match[2] ?? ''}`)
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23] === match[3]?.toUpperCase()
}

/** Russia: SNILS, eleven digits, the last two a check. */
export function isSnils(written: string): boolean {
  const n = digits(written)
  if (n.length !== 11) return false
  const sum = weighted(n, [9, 8, 7, 6, 5, 4, 3, 2, 1])
  return (sum % 101) % 100 === (n[9] ?? 0) * 10 + (n[10] ?? 0)
}

/** Egypt (century, date of birth), Indonesia (place, date of birth), France (sex, year, month), by form alone. */
const byForm = [
  /^[23]\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{7}$/,
  /^\d{6}(?:[04][1-9]|[1256]\d|[37][01])(?:0[1-9]|1[0-2])\d{6}$/,
  /^[12]\d{2}(?:0[1-9]|1[0-2]|[2-4]\d)(?:\d{2}|2[ab])\d{8}$/,
]

const shapes: readonly { pattern: RegExp; holds: (written: string) => boolean }[] = [
  {
    pattern: /(?<![\p{L}\d])[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?(?![\p{L}\d])/gu,
    holds: isIban,
  },
  { pattern: /(?<![\p{L}\d])[a-z]{6} ?\w{5} ?\w{5}(?![\p{L}\d])/gu, holds: isCodiceFiscale },
  { pattern: /(?<![\d.])\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)/g, holds: () => true },
  { pattern: /(?<![\d-])\d{3}-\d{3}-\d{3}[ -]\d{2}(?![\d-])/g, holds: isSnils },
  { pattern: /(?<!\d)\d{13}(?!\d)/g, holds: isJmbg },
  { pattern: /(?<!\d)\d{11}(?!\d)/g, holds: (written) => isTcKimlik(written) || isCpf(written) },
  { pattern: /(?<![\p{L}\d])[xyz]?\d{7,8}[ -]?[a-z](?![\p{L}\d])/gu, holds: isSpanish },
  {
    pattern:
      /(?<![\d.,])[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?(?:\d{2}|2[ab]) ?\d{3} ?\d{3}(?: ?\d{2})?(?!\d)/g,
    holds: (written) => / /.test(written) || written.length === 15,
  },
  {
    pattern: /(?<!\d)\d{14,16}(?!\d)/g,
    holds: (written) => byForm.some((form) => form.test(written)),
  },
  {
    pattern:
      /(?<![\p{L}\d])[a-ceghj-prstw-z][a-ceghj-nprstw-z] ?\d{2} ?\d{2} ?\d{2} ?[a-d](?![\p{L}\d])/gu,
    holds: () => true,
  },
  { pattern: /(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])/g, holds: () => true },
]

/** Identity numbers in a flat text that need no word beside them to be known. */
export function* knownByForm(flat: string): Generator<{ start: number; end: number }> {
  for (const { pattern, holds } of shapes) {
    for (const match of flat.matchAll(pattern)) {
      if (holds(match[0])) yield { start: match.index, end: match.index + match[0].length }
    }
  }
}
