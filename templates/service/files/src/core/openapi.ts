import swagger from '@fastify/swagger';
import type { Access, Authenticator } from './contract.ts';
import { nameOperations } from './operation-id.ts';
import type { App } from './server.ts';

/**
 * Collects the OpenAPI 3.1 document from the routes' own schemas, and serves it. Register it before
 * the routes: those that come earlier are not in it.
 */
export async function registerOpenApi(
  app: App,
  title: string,
  authenticators: readonly Authenticator[],
): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, version: '1.0.0', description: `The HTTP API of ${title}.` },
      components: {
        securitySchemes: Object.fromEntries(
          authenticators.map(({ name }) => [name, { type: 'http', scheme: 'bearer' }] as const),
        ),
      },
    },
    refResolver: {
      buildLocalReference: (schema, _base, _fragment, index) =>
        typeof schema.$id === 'string' ? schema.$id : `def-${String(index)}`,
    },
    transform: ({ schema, url, route }) => ({
      url,
      schema: documented(schema, route.config?.access ?? 'public', authenticators),
    }),
    transformObject: (made) => {
      if (!('openapiObject' in made)) return made.swaggerObject;
      nameOperations(made.openapiObject.paths ?? {});
      return made.openapiObject;
    },
  });
  // A route that cannot be documented stops the start, not the first reader of the document.
  app.addHook('onReady', (done) => {
    app.swagger();
    done();
  });
  app.get(
    '/openapi.json',
    { config: { access: 'public' }, schema: { hide: true } },
    (_request, reply) => reply.send(app.swagger()),
  );
}

type Documented = Parameters<
  NonNullable<swagger.FastifyDynamicSwaggerOptions['transform']>
>[0]['schema'];

/** Adds to a route's schema what the core does for it: problems, and who may call. Pure. */
function documented(
  schema: Documented | undefined,
  access: Access,
  authenticators: readonly Authenticator[],
): Documented {
  const guarded = access !== 'public' && authenticators.length > 0;
  const own = (schema?.response ?? {}) as Record<string, unknown>;
  // The policy itself: clients and the tests of access read it from here.
  const policy = { 'x-access': access };
  return {
    ...schema,
    ...policy,
    security: guarded ? authenticators.map(({ name }) => ({ [name]: [] })) : [],
    ...(guarded && typeof access === 'object'
      ? { description: [schema?.description, rolesNote(access.roles)].filter(Boolean).join('\n\n') }
      : {}),
    response: { ...own, default: own['default'] ?? problemResponse },
  };
}

const rolesNote = (roles: readonly string[]): string => `Roles: ${roles.join(', ')}.`;

const problemResponse = {
  description: 'Any error, as RFC 9457 problem details.',
  content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
};
