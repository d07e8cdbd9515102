import { Type } from 'typebox';
import { unauthenticated } from '../../core/errors.ts';
import type { App } from '../../core/server.ts';

const Me = Type.Object({ id: Type.String(), roles: Type.Array(Type.String()) });

/** Adds `GET /auth/me`: who the service takes the caller for. */
export function meRoute(app: App): void {
  app.get(
    '/auth/me',
    {
      config: { access: 'signed-in' },
      schema: { tags: ['auth'], summary: 'Who the caller is', response: { 200: Me } },
    },
    ({ principal }) => {
      if (principal === null) throw unauthenticated('Nobody is signed in');
      return { id: principal.id, roles: [...principal.roles] };
    },
  );
}
