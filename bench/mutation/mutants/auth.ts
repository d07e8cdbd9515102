import type { Mutant } from '../mutant.ts';

const jwt = 'auth/files@method=jwt/src/practices/auth';
const oidc = 'auth/files@method=oidc/src/practices/auth';

export const authMutants: readonly Mutant[] = [
  {
    id: 'stolen-sign-in-goes-on',
    kind: 'refresh reuse not revoking',
    file: `${jwt}/refresh-tokens.ts`,
    find: 'token: next.text };\n  return endFamily(tx, presented);\n',
    replace: "token: next.text };\n  return { outcome: 'unknown' };\n",
    combination: 'auth.method=jwt',
    tier: 'built',
    visible: false,
  },
  {
    id: 'own-token-for-another-service',
    kind: 'audience not checked',
    file: `${jwt}/access-token.ts`,
    find: '          audience: env.AUTH_AUDIENCE,\n          requiredClaims',
    replace: '          requiredClaims',
    combination: 'auth.method=jwt',
    tier: 'built',
    visible: false,
  },
  {
    id: 'provider-token-for-another-service',
    kind: 'audience not checked',
    file: `${oidc}/access-token.ts`,
    find: '        audience: settings.audience,\n',
    replace: '',
    combination: 'auth.method=oidc',
    tier: 'built',
    visible: false,
  },
  {
    id: 'sign-in-never-slowed',
    kind: 'lockout ignored',
    file: `${jwt}/sign-in.ts`,
    find: 'if (waitS > 0) throw tooManyAttempts(waitS);',
    replace: 'if (waitS > 86_400) throw tooManyAttempts(waitS);',
    combination: 'auth.method=jwt',
    tier: 'built',
    visible: false,
  },
  {
    id: 'one-hash-waits-too-many',
    kind: 'limit off by one',
    file: `${jwt}/gate.ts`,
    find: 'if (waiting.length >= queue) {',
    replace: 'if (waiting.length > queue) {',
    combination: 'auth.method=jwt',
    tier: 'built',
    visible: false,
  },
  {
    id: 'issuer-by-plain-http',
    kind: 'unsafe configuration accepted',
    file: `${oidc}/settings.ts`,
    find: "return protocol === 'https:' || ",
    replace: "return protocol.startsWith('http') || ",
    combination: 'auth.method=oidc',
    tier: 'built',
    visible: false,
  },
  {
    id: 'overload-counts-as-failed',
    kind: 'refusal counted as failure',
    file: `${jwt}/sign-in.ts`,
    find: '      const credential = await passwords.matching(() => attempt(email), password);\n',
    replace:
      '      const found = await attempt(email);\n      const credential = await passwords.matching(() => Promise.resolve(found), password);\n',
    combination: 'auth.method=jwt',
    tier: 'built',
    visible: false,
  },
];
