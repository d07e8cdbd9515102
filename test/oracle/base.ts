import type { Part } from './contents.ts';

const always = () => true;

/** What stands without any practice, and what stands in for one that is absent. */
export const base: readonly Part[] = [
  {
    when: always,
    dependencies: [
      '@fastify/swagger',
      '@fastify/type-provider-typebox',
      'ajv',
      'ajv-formats',
      'fastify',
      'kysely',
      'pg',
      'pino',
      'typebox',
      'undici',
    ],
    devDependencies: [
      '@electric-sql/pglite',
      '@types/node',
      '@types/pg',
      '@typescript/native',
      'create-plinth',
      'eslint',
      'eslint-plugin-jsdoc',
      'prettier',
      'typescript',
      'typescript-eslint',
      'vite',
      'vitest',
    ],
    scripts: [
      'build',
      'db:init',
      'db:seed',
      'dev',
      'format',
      'format:check',
      'lint',
      'plinth',
      'start',
      'test',
      'typecheck',
    ],
    packages: ['postgresql'],
    files: [
      '.env.example',
      'Dockerfile',
      'README.md',
      'docs/practices/service.md',
      'ops/compose.yaml',
      'package.json',
      'src/main.ts',
      'src/modules/orders/module.ts',
      'src/modules/products/module.ts',
      'src/modules/users/module.ts',
    ],
  },
  {
    when: always,
    variables: ['NODE_ENV', 'SERVICE_NAME', 'PORT', 'HOST', 'ROLE', 'LOG_LEVEL', 'TRUST_PROXY'],
    environment: ['NODE_ENV', 'PORT', 'LOG_LEVEL'],
  },
  {
    when: always,
    variables: [
      'DATABASE_URL',
      'DATABASE_POOL_MAX',
      'DATABASE_CONNECT_TIMEOUT_MS',
      'DATABASE_STATEMENT_TIMEOUT_MS',
      'DATABASE_LOCK_TIMEOUT_MS',
    ],
    needed: ['DATABASE_URL'],
    environment: ['DATABASE_URL'],
    services: ['app', 'postgres'],
    volumes: ['postgres-data'],
    waitsFor: ['postgres'],
  },
  {
    when: always,
    variables: ['OUTBOUND_TIMEOUT_MS', 'SHUTDOWN_DELAY_MS', 'SHUTDOWN_TIMEOUT_MS'],
  },
  {
    when: always,
    variables: ['PAYMENTS_URL', 'MAIL_URL', 'WAREHOUSE_URL', 'ANALYTICS_URL'],
    needed: ['PAYMENTS_URL'],
    environment: ['PAYMENTS_URL'],
    services: ['payments'],
    waitsFor: ['payments'],
    files: ['ops/payments-sandbox.mjs'],
  },
  // Without a practice that authenticates, whoever starts it has to say that something else does.
  {
    when: ({ auth }) => auth === undefined,
    variables: ['AUTH'],
    needed: ['AUTH'],
    environment: ['AUTH'],
  },
  // Without migrations the schema is made by a job of its own.
  {
    when: ({ migrations }) => !migrations,
    services: ['schema'],
    waitsFor: ['schema'],
  },
];
