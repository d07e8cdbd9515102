import { Type } from 'typebox';
import type { onRequestHookHandler } from 'fastify';
import { problems } from '../../core/documented.ts';
import { text } from '../../core/fields.ts';
import type { App } from '../../core/server.ts';
import { emailAddress } from './credentials.ts';
import { passwordLength } from './passwords.ts';
import type { SignIn } from './sign-in.ts';

const email = emailAddress();
const newPassword = text(passwordLength.min, passwordLength.max);
const anyPassword = text(1, passwordLength.max);

const Registration = Type.Object(
  { email, name: text(1, 200), password: newPassword },
  { additionalProperties: false },
);
const Login = Type.Object({ email, password: anyPassword }, { additionalProperties: false });
const Refresh = Type.Object(
  { refreshToken: Type.String({ maxLength: 256 }) },
  { additionalProperties: false },
);
const Tokens = Type.Object({
  tokenType: Type.Literal('Bearer'),
  accessToken: Type.String(),
  expiresIn: Type.Integer(),
  refreshToken: Type.String(),
});

const tags = ['auth'];
const config = { access: 'public' } as const;

/** Tokens stay out of every cache on the way (RFC 6749, section 5.1). */
const onRequest: onRequestHookHandler = (_request, reply, done) => {
  reply.header('cache-control', 'no-store');
  done();
};

/** Adds the routes that trade a password, or a refresh token, for tokens. */
export function signInRoutes(app: App, signIn: SignIn): void {
  app.post(
    '/auth/register',
    {
      config,
      onRequest,
      schema: {
        tags,
        summary: 'Sign up',
        body: Registration,
        response: { 201: Tokens, ...problems({ 409: ['email-taken'] }) },
      },
    },
    async ({ body }, reply) => {
      const tokens = await signIn.register(body.email.toLowerCase(), body.name, body.password);
      return reply.code(201).send(tokens);
    },
  );

  app.post(
    '/auth/login',
    {
      config,
      onRequest,
      schema: {
        tags,
        summary: 'Sign in',
        body: Login,
        response: {
          200: Tokens,
          ...problems({ 401: ['bad-credentials'], 429: ['too-many-attempts'] }),
        },
      },
    },
    async ({ body }) => signIn.login(body.email.toLowerCase(), body.password),
  );

  app.post(
    '/auth/refresh',
    {
      config,
      onRequest,
      schema: {
        tags,
        summary: 'Trade a refresh token for new tokens; one that was used before ends the sign-in',
        body: Refresh,
        response: { 200: Tokens, ...problems({ 401: ['invalid-refresh-token'] }) },
      },
    },
    async ({ body }) => signIn.refresh(body.refreshToken),
  );

  app.post(
    '/auth/logout',
    {
      config,
      onRequest,
      schema: { tags, summary: 'Sign out', body: Refresh, response: { 204: Type.Null() } },
    },
    async ({ body }, reply) => {
      await signIn.logout(body.refreshToken);
      return reply.code(204).send(null);
    },
  );
}
