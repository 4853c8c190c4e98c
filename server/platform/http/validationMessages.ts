import type { FastifySchemaValidationError } from 'fastify/types/schema.js'
import { nearest } from '../nearest.ts'

interface FieldFault {
  field: string
  message: string
  value?: string
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The name of the field at fault: 'page', 'theme', 'outcomes.1.finding'. */
function fieldOf(fault: FastifySchemaValidationError, where: string): string {
  const path = fault.instancePath.split('/').filter(Boolean)
  const { additionalProperty, missingProperty } = fault.params
  const last = additionalProperty ?? missingProperty
  if (typeof last === 'string') path.push(last)
  // Which of several values is at fault does not help where the field is an address's parameter.
  if (where === 'querystring' && /^\d+$/.test(path.at(-1) ?? '')) path.pop()
  return path.join('.') || where
}

/** A fault found by a contract, said to a person: what is wrong, and the remedy. */
export function messageOf(fault: FastifySchemaValidationError, where: string): FieldFault {
  const { params, keyword } = fault
  const field = fieldOf(fault, where)
  const limit = text(params['limit'])
  const messages: Record<string, () => string> = {
    additionalProperties: () => unknownField(fault, field, where),
    required: () => `'${field}' is missing: please give it.`,
    enum: () =>
      // Where nothing was chosen, the form itself shows what there is.
      'data' in fault && fault.data === ''
        ? 'Please choose one.'
        : `Please use one of: ${(params['allowedValues'] as unknown[]).map(text).join(', ')}.`,
    type: () =>
      where === 'querystring' && params['type'] === 'string'
        ? 'Please give it once.'
        : `Please give ${params['type'] === 'integer' ? 'a whole number' : `a ${text(params['type'])}`}.`,
    minimum: () => `Please give ${limit} or more.`,
    maximum: () => `Please give ${limit} or less.`,
    minLength: () =>
      limit === '1' ? 'Please fill this in.' : `Please give at least ${limit} characters.`,
    maxLength: () => `This is too long: at most ${limit} characters.`,
    minItems: () => `Please give at least ${limit} values.`,
    maxItems: () => `These are too many: at most ${limit} values.`,
    format: () => `This is not a valid ${text(params['format'])}.`,
    pattern: () => `This is not of the form that is expected here${likeThis(fault)}.`,
  }
  return { field, message: messages[keyword]?.() ?? `${fault.message ?? 'This is not right'}.` }
}

/** Ajv is told to keep the contract's part that a fault broke ('verbose'): it knows the right names. */
function contractOf(fault: FastifySchemaValidationError): object {
  const contract = 'parentSchema' in fault ? fault.parentSchema : null
  return typeof contract === 'object' && contract !== null ? contract : {}
}

function knownFields(fault: FastifySchemaValidationError): string[] {
  const contract = contractOf(fault)
  return 'properties' in contract ? Object.keys(contract.properties ?? {}) : []
}

function likeThis(fault: FastifySchemaValidationError): string {
  const contract = contractOf(fault)
  if (!('examples' in contract) || !Array.isArray(contract.examples)) return ''
  return contract.examples.length === 0 ? '' : `, such as '${text(contract.examples[0])}'`
}

function unknownField(fault: FastifySchemaValidationError, field: string, where: string): string {
  const what = where === 'querystring' ? 'parameter' : 'field'
  const near = nearest(field, knownFields(fault))
  return near === null
    ? `There is no ${what} '${field}': please leave it out.`
    : `There is no ${what} '${field}'. Did you mean '${near}'?`
}
