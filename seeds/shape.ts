import { Type } from 'typebox'
import { Settings } from 'typebox/system'
import { Value } from 'typebox/value'
import { nearest } from '@homeward/server/platform/nearest.ts'
import { quoted, type Path } from './fault.ts'

/** A fault of a value, not yet placed in a file. */
export interface ValueFault {
  path: Path
  message: string
}

const articles: Record<string, string> = {
  string: "a text; where it looks like a number, 'yes' or a date, put it in double quotes",
  integer: 'a whole number, without quotes',
  number: 'a number, without quotes',
  array: 'a list, such as [one, two]',
  object: 'fields with their values, indented below it',
}

/** The part of the data at a path. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (part, key) =>
      typeof part === 'object' && part !== null && Object.hasOwn(part, key)
        ? Reflect.get(part, key)
        : undefined,
    value,
  )
}

function pathOf(pointer: string, value: unknown): (string | number)[] {
  const path: (string | number)[] = []
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    path.push(Array.isArray(valueAt(value, path)) ? Number(key) : key)
  }
  return path
}

/** Every error, where the library would stop at the eighth. */
function errorsOf(schema: Type.TSchema, value: unknown) {
  const { maxErrors } = Settings.Get()
  Settings.Set({ maxErrors: 1000 })
  try {
    return Value.Errors(schema, value)
  } finally {
    Settings.Set({ maxErrors })
  }
}

type SchemaError = ReturnType<typeof Value.Errors>[number]

/** The faults of a value against its contract. */
export function shapeFaults(schema: Type.TSchema, value: unknown): ValueFault[] {
  if (Value.Check(schema, value)) return []
  return errorsOf(schema, value).flatMap((error) => {
    const path = pathOf(error.instancePath, value)
    if (error.keyword === 'required') {
      return error.params.requiredProperties.map((name) => ({
        path: [...path, name],
        message: `'${name}' is missing: add it.`,
      }))
    }
    if (error.keyword === 'additionalProperties') {
      const known = fieldsAt(schema, path)
      return error.params.additionalProperties.map((name) => ({
        path: [...path, name],
        message: unknownField(name, known),
      }))
    }
    const message = messageOf(error, valueAt(value, path))
    return message === null ? [] : [{ path, message }]
  })
}

function fieldsAt(schema: Type.TSchema, path: Path): string[] {
  let at: unknown = schema
  for (const key of path)
    at = valueAt(at, typeof key === 'number' ? ['items'] : ['properties', key])
  return Object.keys(valueAt(at, ['properties']) ?? {})
}

function unknownField(name: string, known: string[]): string {
  const near = nearest(name, known)
  return near === null
    ? `There is no field ${quoted(name)} here: leave it out. Known are: ${known.join(', ')}.`
    : `There is no field ${quoted(name)} here. Did you mean '${near}'?`
}

function messageOf(error: SchemaError, value: unknown): string | null {
  const count =
    typeof value === 'string' ? [...value].length : Array.isArray(value) ? value.length : 0
  switch (error.keyword) {
    case 'type':
      // 'or null' is the other half of a union: what the first half says is of more use.
      if (error.params.type === 'null') return null
      return value === null
        ? 'This is empty: give a value, or leave the field out where it may be missing.'
        : `${quoted(value)} does not fit: give ${wanted(error.params.type)}.`
    case 'enum':
      return `${quoted(value)} does not fit: use ${error.params.allowedValues.map(String).join(' or ')}.`
    case 'const':
      return `${quoted(value)} does not fit: use '${String(error.params.allowedValue)}'.`
    case 'minLength':
      return `It has ${count} characters: write at least ${error.params.limit}.`
    case 'maxLength':
      return `It has ${count} characters: shorten it to at most ${error.params.limit}.`
    case 'minItems':
      return `It has ${count} values: give at least ${error.params.limit}.`
    case 'maxItems':
      return `It has ${count} values: keep at most ${error.params.limit}.`
    case 'uniqueItems':
      return 'A value stands twice: keep one of them.'
    case 'minimum':
      return `${quoted(value)} is too small: give ${error.params.limit} or more.`
    case 'maximum':
      return `${quoted(value)} is too large: give ${error.params.limit} or less.`
    case 'format':
      return `${quoted(value)} is not a day: write it as in 2026-11-22, with a day that exists.`
    case 'pattern':
      return patternMessage(error.params.pattern, value)
    // Each is told again by the keyword that it failed by.
    case 'boolean':
    case 'anyOf':
      return null
    default:
      return `${quoted(value)} does not fit: it ${error.message}.`
  }
}

function wanted(type: string | string[]): string {
  return [type]
    .flat()
    .map((name) => articles[name] ?? name)
    .join(' or ')
}

function patternMessage(pattern: string | RegExp, value: unknown): string {
  const source = typeof pattern === 'string' ? pattern : pattern.source
  if (source.includes('\\S')) {
    return value === ''
      ? 'This is empty: give a text, or leave the field out where it may be missing.'
      : 'It begins or ends with a space, or goes over several lines: write it as one line.'
  }
  if (source.startsWith('^[A-Z]{2}')) {
    return `${quoted(value)} is not a country code: use ISO 3166-1 alpha-2, such as DK.`
  }
  if (source.startsWith('^[0-9]{4}')) {
    return `${quoted(value)} is not a date: write 2026-11-22, or 2026-11-22/2026-11-23 for several days.`
  }
  if (source.startsWith('^[a-z]{2,3}')) {
    return `${quoted(value)} is not a language: use a BCP 47 tag, such as en or pt-BR.`
  }
  return `${quoted(value)} is not a slug: use lower-case letters a to z, digits and single hyphens.`
}
