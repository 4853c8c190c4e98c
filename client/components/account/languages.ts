/** Languages that people in cities and editors most often read; names of them come from the browser. */
const tags = [
  'am ar az bg bn bs cs da de el en es et fa fi fr ha he hi hr hu id it ja ka kk ko ku lt lv mk ms',
  'nl no pl ps pt ro ru sk sl so sq sr sv sw th tl tr uk ur uz vi zh',
].flatMap((line) => line.split(' '))

/** To choose from, by their names. @param more tags that are to be among them */
export function languageChoices(
  nameOf: (tag: string) => string,
  more: readonly string[] = [],
): { tag: string; name: string }[] {
  return [...new Set([...tags, ...more])]
    .map((tag) => ({ tag, name: nameOf(tag) }))
    .sort((one, other) => one.name.localeCompare(other.name))
}
