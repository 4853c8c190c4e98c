import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { allLocales } from '@faker-js/faker'
import ambiguous from './words/ambiguousNames.json' with { type: 'json' }
import arabic from './words/arabicNames.json' with { type: 'json' }
import common from './words/commonWords.json' with { type: 'json' }
import cyrillic from './words/cyrillicNames.json' with { type: 'json' }
import given from './words/givenNames.json' with { type: 'json' }
import { flatten } from './text.ts'

/**
 * Which words are names. Surest are the given names written down here; then those of the lists for many languages in
 * the package faker; last the mixed list of a spelling checker.
 */

const split = (texts: Iterable<string>) =>
  [...texts]
    .flatMap((text) => text.split(/[\s-]+/))
    .map((name) => flatten(name).replace(/[’ʼʻ‘`]/g, "'"))

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => (made ??= { value: make() }).value
}

const commonWords = once(() => new Set(split(Object.values(common))))
const ambiguousNames = once(() => new Set(split(Object.values(ambiguous))))
const sureNames = once(() => new Set(split(Object.values(given))))

/** Their words are taken from these languages; those that write without letters in this sense are of no use here. */
const written = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Arabic}\p{M}'’ -]{3,}$/u

type Kind = 'first_name' | 'last_name'

function fromLocales(kind: Kind): Set<string> {
  const names = Object.values(allLocales).flatMap(({ person }) =>
    Object.values(person?.[kind] ?? {}).flatMap((list) => list ?? []),
  )
  return new Set(
    split(names.filter((name) => written.test(name))).filter((name) => name.length > 2),
  )
}

const load = createRequire(import.meta.url)

/** Given names of those born in France, Germany, Italy, Spain, Türkiye and the USA, of many origins. */
const registered = once(() => {
  const names = new Set<string>()
  for (const land of ['de', 'en', 'es', 'fr', 'it', 'tr']) {
    const list: unknown = load(`gender-detection-from-name/names/${land}.js`)
    if (!(list instanceof Map)) continue
    for (const name of split([...list.keys()].map(String))) if (name.length > 2) names.add(name)
  }
  return names
})

const firstNames = once(() => fromLocales('first_name'))
const lastNames = once(() => fromLocales('last_name'))

const spellingList = once(() => {
  const file = new URL('dict/people-names.txt', import.meta.resolve('@cspell/dict-people-names'))
  return new Set(
    split(
      readFileSync(file, 'utf8')
        .split(/\s+/)
        .filter((line) => /^\p{L}{3,}$/u.test(line)),
    ),
  )
})

/** A word that is no name even where it is written large: the, after, ministry. */
export const isCommonWord = (key: string) => commonWords().has(key)

/** A given name that is hardly ever anything else. */
export const isSureName = (key: string) =>
  sureNames().has(key) && !ambiguousNames().has(key) && !commonWords().has(key)

/** A given name, also one that is a word or a place elsewhere. */
export const isGivenName = (key: string) =>
  !commonWords().has(key) && (sureNames().has(key) || firstNames().has(key))

/** A given name of any list. Many are words somewhere, and have to be compared with those of the text's language. */
export const isListedName = (key: string) =>
  !commonWords().has(key) &&
  (sureNames().has(key) || firstNames().has(key) || registered().has(key))

/** A given name of the lists that is a word or a place as well. */
export const isAmbiguous = (key: string) => ambiguousNames().has(key)

const familyEndings =
  /(?:.{3}(?:ovic|evic|avic|ovich|evich|ovski|evski|ovska|oglu|zade|zadeh|yan|ian|enko|escu|sson|ssen|ullah|allah|uddin|eddine|bekov|bekova|shvili|adze|iyev|iyeva|ayev|ayeva|ovna|evna|nejad|pour|wala|singh|sinh))$|^(?:abdul|abdel|abdur|abdou|benm|bena|benb|benh|boua|bouk|al-).{2}/

/** A name that stands beside others: a family name, or one of a mixed list. */
export const isNamePart = (key: string) =>
  !commonWords().has(key) &&
  (sureNames().has(key) ||
    firstNames().has(key) ||
    lastNames().has(key) ||
    spellingList().has(key) ||
    familyEndings.test(key))

const arabicScript = /^[\u0600-\u06ff]{3,}$/
export const arabicGiven = once(
  () =>
    new Set([
      ...split([arabic.given]),
      ...[...firstNames()].filter((name) => arabicScript.test(name)),
    ]),
)
export const arabicAmbiguous = once(() => new Set(split([arabic.ambiguous])))
export const arabicFamily = once(() => new Set(split([arabic.family])))

export const cyrillicGiven = once(
  () => new Set(split([cyrillic.male, cyrillic.female, cyrillic.diminutives])),
)
export const cyrillicAmbiguous = once(() => new Set(split([cyrillic.ambiguous])))
export const cyrillicFemale = once(() => new Set(split([cyrillic.female])))
