import type { FastifyBaseLogger } from 'fastify';
import type { Ports, Principal, Tx } from '../../core/contract.ts';
import { AppError, conflict, unauthenticated } from '../../core/errors.ts';
import type { AccessTokens } from './access-token.ts';
import { addCredential, findCredential, replaceHash, type Credential } from './credentials.ts';
import { allRoles, grant, nobodyHasGrants } from './grants.ts';
import { clearAttempts, countAttempt } from './login-throttle.ts';
import type { Passwords } from './passwords.ts';
import { endFamiliesOf, endFamilyOf, ownerOf, rotate, startFamily } from './refresh-tokens.ts';
import type { Settings } from './settings.ts';

/** What a signed-in client holds. */
export interface TokenPair {
  readonly tokenType: 'Bearer';
  readonly accessToken: string;
  /** In seconds, of the access token. */
  readonly expiresIn: number;
  /** Good for one use: each refresh answers the next one. */
  readonly refreshToken: string;
}

export interface SignInParts {
  readonly ports: Ports;
  readonly settings: Settings;
  readonly accessTokens: AccessTokens;
  readonly passwords: Passwords;
  readonly log: FastifyBaseLogger;
}

export type SignIn = ReturnType<typeof createSignIn>;

/** The rules of signing up, in, on and out. */
export function createSignIn({ ports, settings, accessTokens, passwords, log }: SignInParts) {
  const { env } = settings;
  const lifetimes = { idleS: env.AUTH_REFRESH_TTL_S, sessionS: env.AUTH_SESSION_TTL_S };
  const limits = { attempts: env.AUTH_LOGIN_ATTEMPTS, maxS: env.AUTH_LOCKOUT_MAX_S };

  const pair = async (principal: Principal, refreshToken: string): Promise<TokenPair> => ({
    tokenType: 'Bearer',
    accessToken: await accessTokens.sign(principal),
    expiresIn: env.AUTH_ACCESS_TTL_S,
    refreshToken,
  });

  async function principalOf(id: string): Promise<Principal | undefined> {
    const account = await ports.accounts.find(id);
    return account && { id, roles: await allRoles(ports.db, id, account.roles) };
  }

  /** Whom a password is to be compared with. Counted before that, and not when it cannot be told. */
  async function attempt(email: string): Promise<Credential | undefined> {
    const credential = await findCredential(ports.db, email);
    const waitS = await ports.inTx((tx) => countAttempt(tx, email, limits));
    if (waitS > 0) throw tooManyAttempts(waitS);
    return credential;
  }

  return {
    /**
     * Makes an account and signs it in. An account that is there already is left alone: to know its
     * address is no proof of owning it.
     * @throws AppError 409 `email-taken`
     */
    async register(email: string, name: string, password: string): Promise<TokenPair> {
      const passwordHash = await passwords.hash(password);
      const { principal, token } = await ports.inTx(async (tx) => {
        const found = await ports.accounts.findOrCreate(tx, email, name);
        const added =
          found.created && (await addCredential(tx, email, { account: found.id, passwordHash }));
        if (!added) throw conflict('This email address has an account', 'email-taken');
        if (settings.development) await grantFirstAdmin(tx, found.id, log);
        const { id } = found;
        const roles = await allRoles(tx.db, id, found.roles);
        return { principal: { id, roles }, token: await startFamily(tx, id, lifetimes) };
      });
      return pair(principal, token);
    },

    /**
     * @throws AppError 401 `bad-credentials`, the same for every reason; 429 `too-many-attempts`; 503
     *   `busy`, which is no failed attempt
     */
    async login(email: string, password: string): Promise<TokenPair> {
      const credential = await passwords.matching(() => attempt(email), password);
      if (!credential) throw badCredentials();
      const principal = await principalOf(credential.account);
      if (!principal) throw badCredentials();
      const newHash = passwords.isOutdated(credential.passwordHash)
        ? await passwords.hash(password)
        : undefined;
      const token = await ports.inTx(async (tx) => {
        await clearAttempts(tx, email);
        if (newHash) await replaceHash(tx, credential, newHash);
        return startFamily(tx, credential.account, lifetimes);
      });
      return pair(principal, token);
    },

    /** @throws AppError 401 `invalid-refresh-token`; a used one also ends its whole family */
    async refresh(refreshToken: string): Promise<TokenPair> {
      // Before the token is spent: a database that goes away after that would cost the sign-in.
      const owner = await ownerOf(ports.db, refreshToken);
      const principal = owner === undefined ? undefined : await principalOf(owner);
      const rotation = await ports.inTx((tx) => rotate(tx, refreshToken, lifetimes));
      if (rotation.outcome === 'reused') {
        log.warn({ account: rotation.account }, 'a refresh token was used again: family ended');
      }
      if (rotation.outcome !== 'rotated') throw invalidRefreshToken();
      if (principal) return pair(principal, rotation.token);
      await ports.inTx((tx) => endFamiliesOf(tx, rotation.account));
      throw invalidRefreshToken();
    },

    /** Ends the sign-in that the token belongs to. Says nothing about tokens that it does not know. */
    async logout(refreshToken: string): Promise<void> {
      await ports.inTx((tx) => endFamilyOf(tx, refreshToken));
    },
  };
}

/** On a laptop nobody can run the command line against an embedded database: the first one is it. */
async function grantFirstAdmin(tx: Tx, account: string, log: FastifyBaseLogger): Promise<void> {
  if (!(await nobodyHasGrants(tx))) return;
  await grant(tx, account, 'admin');
  log.warn({ account }, 'development: the first account became an admin');
}

const badCredentials = (): AppError =>
  unauthenticated('The email address or the password is wrong', 'bad-credentials');

const invalidRefreshToken = (): AppError =>
  unauthenticated('The refresh token is not valid: sign in again', 'invalid-refresh-token');

const tooManyAttempts = (seconds: number): AppError =>
  new AppError(429, 'too-many-attempts', 'Too many failed sign-ins for this address', {
    headers: { 'retry-after': String(seconds) },
  });
