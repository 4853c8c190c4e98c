import lists from './words/numbers.json' with { type: 'json' }
import { standsAfter, standsBefore, standsNear, type Found } from './found.ts'
import { Lexicon } from './lexicon.ts'
import { isGivenName, isNamePart } from './nameLists.ts'
import { privatePersons } from './numbers.ts'
import { flatten, type Span, type Text } from './text.ts'

/** E-mail addresses and names on networks. */

const institutional = new Lexicon(lists.institutionalLocalParts)
const platforms = new Lexicon(lists.platforms)
const official = new Lexicon(lists.officialAccounts)
const freeMail =
  /@(?:gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|me|gmx|web|t-online|mail|bk|inbox|list|yandex|ya|rambler|proton|protonmail|orange|free|laposte|wanadoo|libero|tiscali|uol|bol|terra|ukr|seznam|wp|onet|mynet|ziggo|kpnmail|hetnet)\./

const address =
  /(?<![\p{L}\d._%+-])[\p{L}\d._%+-]{1,64}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,4}/gu
const at =
  '(?:\\((?:at|et|a|@|arroba|chiocciola|arobase|apenstaartje|klammeraffe|собака|ат|ات)\\)|\\[(?:at|et|@|arroba|chiocciola|arobase|собака|ат)\\]|\\{at\\}|(?: at | arroba | chiocciola | arobase | apenstaartje | klammeraffe | собака | et | kuyruklu a | ات | آت ))'
const dot =
  '(?:\\.| ?[(\\[](?:dot|punto|ponto|point|punkt|punt|tacka|nokta|titik|pike|nukta|nuqta|точка|نقطه)[)\\]] ?| (?:dot|punto|ponto|point|punkt|punt|tacka|nokta|titik|pike|nukta|nuqta|точка|نقطه) )'
const spelled = new RegExp(
  `(?<![\\p{L}\\d])[\\p{L}\\d_-]{1,40}(?:${dot}[\\p{L}\\d_-]{1,40}){0,2} ?${at} ?[\\p{L}\\d-]{2,40}(?:${dot}[\\p{L}\\d-]{2,20}){1,3}`,
  'gu',
)

/** Addresses of persons: not those of an office, a press desk, a project. */
export function emails(text: Text): Found[] {
  const found: Found[] = []
  for (const match of text.flat.matchAll(address)) {
    const span = { start: match.index, end: match.index + match[0].length }
    if (isPersonal(text, match[0], span)) found.push({ ...span, reason: 'email' })
  }
  spelled.lastIndex = 0
  for (let match = spelled.exec(text.flat); match; match = spelled.exec(text.flat)) {
    const span = { start: match.index, end: match.index + match[0].length }
    const local = match[0].split(/[\s([{]/)[0] ?? ''
    if (isPersonal(text, `${local}@`, span)) found.push({ ...span, reason: 'email' })
    // 'the father at somebody (at) example': what looked like an address may hold the beginning of one.
    else spelled.lastIndex = span.start + Math.max(1, local.length)
  }
  return found
}

function isPersonal(text: Text, written: string, span: Span): boolean {
  const local = written.split('@')[0] ?? ''
  const parts = local.split(/[._+\-\d]+/).filter(Boolean)
  if (freeMail.test(written)) return !parts.some((part) => institutional.hasKey(part))
  if (parts.some((part) => institutional.hasKey(part))) return false
  if (parts.some((part) => isGivenName(part))) return true
  if (/^\p{L}[._-]\p{L}{2,}/u.test(local) || /^\p{L}{2,}[._-]\p{L}\d*$/u.test(local)) return true
  if (parts.length > 1 && parts.some((part) => isNamePart(part))) return true
  if (standsBefore(text, boxesOfBodies, span.start, 45)) return false
  if (standsNear(text, privatePersons, span)) return true
  // One plain word at an institution's own domain is a desk; with figures or several parts it is somebody.
  return /\d/.test(local) || (parts.length > 1 && !isDesk(text, span))
}

/** 'Sammelpostfach', 'posta istituzionale': what nobody calls an address of their own. */
const boxesOfBodies = new Lexicon(
  'sammelpostfach* funktionspostfach* institutional institucional institutionnel* istituzional* collective zyrtar* kurumsal sluzben* zvanicn* algemeen* dienst* resmi rasmi ofisi instansi xafiiska duty_desk',
)

function isDesk(text: Text, span: Span): boolean {
  return standsNear(text, official, span)
}

const handle = /(?<![\p{L}\d._%+@/-])@[\p{L}\d_][\p{L}\d_.]{2,38}[\p{L}\d_]/gu
const profile =
  /(?:^|[\s(«"“/.])(?:t\.me|telegram\.me|instagram\.com|facebook\.com|fb\.com|vk\.com|ok\.ru|tiktok\.com\/|x\.com|twitter\.com|snapchat\.com\/add|wa\.me)\/(?!groups|watch|share|events|hashtag|search)@?[\p{L}\d_.]{3,40}/gu
/** What nobody calls anything but an account: with a line below or figures. */
const madeUp =
  /(?<![\p{L}\d_.-])[«"“„‘'`(]?((?=[\p{L}\d_.-]{0,40}[\d_])(?=[\p{L}\d_.-]{0,40}\p{L})[\p{L}\d_][\p{L}\d_.-]{2,38}[\p{L}\d_])[»"”“’'`)]?/gu

/** Names on networks, unless they are said to be an institution's. */
export function handles(text: Text): Found[] {
  const found: Found[] = []
  const add = (start: number, end: number) => {
    const span = { start, end }
    if (!isOfficial(text, span)) found.push({ ...span, reason: 'handle' })
  }
  for (const { 0: written, index } of text.flat.matchAll(handle)) add(index, index + written.length)
  for (const { 0: written, index } of text.flat.matchAll(profile)) {
    add(index + (/^[\s(«"“/.]/.test(written) ? 1 : 0), index + written.length)
  }
  for (const { 0: written, 1: name = '', index } of text.flat.matchAll(madeUp)) {
    const start = index + written.indexOf(name)
    const span = { start, end: start + name.length }
    if (
      !/[_\d]/.test(name) ||
      /^\d+\p{L}{0,3}$/u.test(name) ||
      (/^\p{L}{1,5}[-.]?\d{1,5}(?:[-.]\d+)*$/u.test(name) && !/_/.test(name))
    )
      continue
    const near =
      standsBefore(text, platforms, span.start, 60) || standsAfter(text, platforms, span.end, 90)
    if (near && (/_/.test(name) || /\p{L}{3}/u.test(name))) add(span.start, span.end)
  }
  for (const { start, end } of namesInWords(text)) add(start, end)
  return found
}

const named =
  /(?:باسم|بلقب|اسم المستخدم|ником?|нику|именем|имени|как|name|as|nickname|handle|called|nom|pseudo|pseudonyme|comme|nombre|como|apodo|nome|come|namen|als|alias|naam|adiyla|adli|imenom|kao|nadimkom|emrin|si|nama|sebagai|jina|magaca|magaciisu|magaceedu):? $/u
const quoted = /[«“„"‘]([^«»“”„"‘’\n.!?;]{3,40})[»”“"’]/gu

/** 'on Facebook as «Knight of the sad night»': names in words, too, are names on a network. */
function namesInWords(text: Text): Span[] {
  return [...text.flat.matchAll(quoted)].flatMap(({ 0: written, 1: name = '', index }) => {
    const span = { start: index, end: index + written.length }
    const isNamed = named.test(text.flat.slice(Math.max(0, index - 24), index))
    if (!isNamed && !/\d/.test(name)) return []
    const near =
      standsBefore(text, platforms, span.start, 60) || standsAfter(text, platforms, span.end, 30)
    return near && !standsBefore(text, groups, span.start, 40) ? [span] : []
  })
}

/** What several people share on a network is nobody's name. */
const groups = new Lexicon(
  'group groupe grupo gruppe groep gruppo grup* grupa grupi kundi kooxda page pages pagina seite channel canal kanal canale chaine film video videos campaign campagne campana kampanj* serie series podcast hashtag مجموعه صفحه قناه حمله فيلم برنامج групп* канал* страниц* фильм* ролик* кампани* подкаст*',
)

function isOfficial(text: Text, span: Span): boolean {
  const parts = flatten(text.flat.slice(span.start, span.end))
    .split(/[^\p{L}]+/u)
    .filter(Boolean)
  if (
    parts.some((part) => official.hasKey(part) || (part.length > 3 && institutional.hasKey(part)))
  )
    return true
  return standsNear(text, official, span) && !standsNear(text, privatePersons, span)
}
