import { Type } from 'typebox';
import type { App } from '../../core/server.ts';

const Metadata = Type.Object({
  resource: Type.String({ description: 'The audience that tokens must carry.' }),
  authorization_servers: Type.Array(Type.String()),
  bearer_methods_supported: Type.Array(Type.String()),
});

/**
 * Adds what tells a client where to get a token (RFC 9728).
 * @param issuer - the only provider whose tokens count
 * @param audience - whom they must be for
 */
export function resourceMetadataRoute(app: App, issuer: string, audience: string): void {
  app.get(
    '/.well-known/oauth-protected-resource',
    {
      config: { access: 'public' },
      schema: { tags: ['auth'], summary: 'Whose tokens count here', response: { 200: Metadata } },
    },
    () => ({
      resource: audience,
      authorization_servers: [issuer],
      bearer_methods_supported: ['header'],
    }),
  );
}
