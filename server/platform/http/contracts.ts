import AjvCompiler from '@fastify/ajv-compiler'
import SerializerCompiler from '@fastify/fast-json-stringify-compiler'
import type { FastifyServerOptions } from 'fastify'

type Compilers = NonNullable<
  NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']
>

/**
 * Fastify's own compilers of contracts, called at the first request of a route instead of at the start: to compile
 * those of all routes takes a quarter of a start, and each server answers few of them in its first minutes.
 */
export function compileAtFirstUse(): Compilers {
  const validators = AjvCompiler()
  const serializers = SerializerCompiler()
  return {
    buildValidator(shared, options) {
      const compile = validators(shared, options)
      return (route) => {
        let compiled: ReturnType<typeof compile> | undefined
        const validate = (value: unknown) => {
          compiled ??= compile(route)
          const valid = compiled(value)
          validate.errors = compiled.errors
          return valid
        }
        validate.errors = null as ReturnType<typeof compile>['errors']
        // Fastify reads nothing else of what the compiler gives.
        return validate as ReturnType<typeof compile>
      }
    },
    buildSerializer(shared, options) {
      const compile = serializers(shared, options)
      return (route) => {
        let compiled: ReturnType<typeof compile> | undefined
        return (value) => (compiled ??= compile(route))(value)
      }
    },
  }
}
