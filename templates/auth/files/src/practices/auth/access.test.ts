import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildService, type TestService } from '../../../test/harness.ts';
import type { Access } from '../../core/contract.ts';

interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly access: Access;
}

const id = randomUUID();
const callers = {
  nobody: undefined,
  'a stranger without roles': { id, roles: [] },
  'a customer': { id, roles: ['customer'] },
  'an admin': { id, roles: ['admin'] },
} as const;
type Caller = keyof typeof callers;

let service: TestService;
beforeAll(async () => {
  service = await buildService();
});
afterAll(async () => {
  await service.close();
});

describe('every route of the service, for every kind of caller', () => {
  it('answers as the policy of the route says', async () => {
    const answers: string[] = [];
    const expected: string[] = [];
    for (const route of routesOf(service)) {
      for (const caller of Object.keys(callers) as Caller[]) {
        const name = `${route.method} ${route.path} by ${caller}`;
        answers.push(`${name}: ${await verdict(route, caller)}`);
        expected.push(`${name}: ${policy(route.access, caller)}`);
      }
    }
    expect(answers).toEqual(expected);
  });

  it('includes routes of each policy, so that the matrix is not empty', () => {
    const routes = routesOf(service).map(({ method, path }) => `${method} ${path}`);
    expect(routes).toEqual(expect.arrayContaining(['GET /livez', 'GET /users', 'POST /users']));
    const kinds = routesOf(service).map(({ access }) =>
      typeof access === 'string' ? access : 'roles',
    );
    expect(new Set(kinds)).toEqual(new Set(['public', 'signed-in', 'roles']));
  });

  it('also guards HEAD, which comes with every GET', async () => {
    const answer = await service.app.inject({ method: 'HEAD', url: '/users' });
    expect(answer.statusCode).toBe(401);
  });
});

describe('a caller who is not let in', () => {
  it('is challenged for a bearer token', async () => {
    const answer = await service.app.inject({ url: '/auth/me' });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('gets no further with another scheme, or with a token in the query', async () => {
    const { authorization } = await service.as({ id, roles: ['admin'] });
    const token = String(authorization).replace('Bearer ', '');
    for (const request of [
      { url: '/auth/me', headers: { authorization: `Basic ${token}` } },
      { url: '/auth/me', headers: { authorization: token } },
      { url: `/auth/me?access_token=${token}` },
    ]) {
      expect((await service.app.inject(request)).statusCode).toBe(401);
    }
  });

  it.each(['Bearer', 'Bearer a b', 'bearer ', 'Bearer not.a.token'])(
    'is told that "%s" is no token',
    async (authorization) => {
      const answer = await service.app.inject({ url: '/auth/me', headers: { authorization } });
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
    },
  );
});

describe('GET /auth/me', () => {
  it('tells who the caller is', async () => {
    const headers = await service.as({ id, roles: ['auditor', 'customer'] });
    const answer = await service.app.inject({ url: '/auth/me', headers });
    expect(answer.json()).toEqual({ id, roles: ['auditor', 'customer'] });
  });
});

/** What the guard said; what the route itself thinks of an empty request does not matter. */
async function verdict({ method, path }: Route, caller: Caller): Promise<string> {
  const principal = callers[caller];
  const headers = principal ? await service.as(principal) : {};
  const url = path.replace(/\{\w+\}/g, id);
  const { statusCode } = await service.app.inject({ method, url, headers });
  return statusCode === 401 || statusCode === 403 ? String(statusCode) : 'let in';
}

function policy(access: Access, caller: Caller): string {
  const principal = callers[caller];
  if (access === 'public') return 'let in';
  if (!principal) return '401';
  const roles: readonly string[] = principal.roles;
  return access === 'signed-in' || access.roles.some((role) => roles.includes(role))
    ? 'let in'
    : '403';
}

function routesOf({ app }: TestService): readonly Route[] {
  const { paths = {} } = app.swagger();
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations as Record<string, object>).map(([method, operation]) => ({
      method: method.toUpperCase() as Route['method'],
      path,
      access: (operation as { 'x-access': Access })['x-access'],
    })),
  );
}
