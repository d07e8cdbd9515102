import { Type } from 'typebox';
import { problems } from '../../core/documented.ts';
import { pageOf, toListing } from '../../core/listing.ts';
import type { App } from '../../core/server.ts';
import { NewUser, User, UserQuery } from './model.ts';
import type { UserService } from './service.ts';

const admins = { access: { roles: ['admin'] } } as const;
const tags = ['users'];
const ById = Type.Object({ id: User.properties.id });

/** Adds the routes of `/users`. */
export function addUserRoutes(app: App, users: UserService): void {
  app.get(
    '/users',
    {
      config: admins,
      schema: {
        tags,
        summary: 'List users',
        querystring: UserQuery,
        response: { 200: pageOf(User), ...problems({ 400: ['bad-cursor', 'validation'] }) },
      },
    },
    (request) => users.list(toListing(User, request.query)),
  );

  app.get(
    '/users/:id',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: 'Read a user: oneself, or, as an admin, anyone',
        params: ById,
        response: { 200: User, ...problems({ 404: ['not-found'] }) },
      },
    },
    (request) => users.read(request.principal, request.params.id),
  );

  app.post(
    '/users',
    {
      config: admins,
      schema: {
        tags,
        summary: 'Add a user',
        body: NewUser,
        response: { 201: User, ...problems({ 409: ['email-taken'] }) },
      },
    },
    async (request, reply) => {
      const user = await users.add(request.body);
      return reply.code(201).header('location', `/users/${user.id}`).send(user);
    },
  );
}
