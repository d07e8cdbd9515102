/** What a team has done to its service, as data. */
import type { Edit } from './change.ts';
import { ownModule } from './own-module.ts';

/** Everything of the team's that stands in a file of its own. */
const ownFiles: readonly Edit[] = [
  ...Object.entries(ownModule).map(([path, text]): Edit => ({ path, does: 'create', text })),
  {
    path: 'ops/deploy.sh',
    does: 'create',
    mode: 0o755,
    text: '#!/bin/sh\nset -eu\ndocker compose -f ops/compose.yaml up --detach --wait\n',
  },
];

const manifest: readonly Edit[] = [
  { path: 'package.json', does: 'set key', key: ['description'], value: 'The tea shop' },
  {
    path: 'package.json',
    does: 'insert before',
    anchor: '"build":',
    text: '    "api:paths": "node -p \'1\'",\n',
    besideGenerated: true,
  },
  {
    path: 'package.json',
    does: 'insert before',
    anchor: '"plinth":',
    text: '    "outdated": "npm outdated --long",\n',
    besideGenerated: true,
  },
  {
    path: 'package.json',
    does: 'insert after',
    anchor: '"kysely":',
    text: '    "lru-cache": "11.5.3",\n    "nanoid": "3.3.20",\n',
    besideGenerated: true,
  },
  { path: 'package.json', does: 'set key', key: ['devDependencies', 'yaml'], value: '2.9.1' },
];

const environment: readonly Edit[] = [
  {
    path: '.env.example',
    does: 'insert after',
    anchor: '# AUTH=',
    text: '\n# Where the bell on the counter is heard.\nBELL_URL=http://localhost:4242\n',
    besideGenerated: true,
  },
  { path: '.env.example', does: 'replace', anchor: 'LOG_LEVEL=info', text: 'LOG_LEVEL=debug' },
  {
    path: '.env.example',
    does: 'append',
    text: '\n# Says which shop this is.\nSHOP_NAME=tea\n',
    besideGenerated: true,
  },
];

const compose: readonly Edit[] = [
  {
    path: 'ops/compose.yaml',
    does: 'insert after',
    anchor: 'services:',
    text: '  mailbox:\n    image: axllent/mailpit:v1.27\n    volumes:\n      - mailbox-data:/data\n',
    besideGenerated: true,
  },
  {
    path: 'ops/compose.yaml',
    does: 'insert after',
    anchor: 'AUTH: none',
    text: '      BELL_URL: http://bell:4242\n',
    besideGenerated: true,
  },
  {
    path: 'ops/compose.yaml',
    does: 'insert after',
    anchor: 'condition: service_completed_successfully',
    text: '      mailbox:\n        condition: service_healthy\n',
    besideGenerated: true,
  },
  {
    path: 'ops/compose.yaml',
    does: 'replace',
    anchor: 'image: postgres:18.1-alpine',
    text: 'image: mirror.example.org/postgres:18.1-alpine # from our mirror',
  },
  { path: 'ops/compose.yaml', does: 'append', text: '  mailbox-data: {}\n', besideGenerated: true },
];

const documents: readonly Edit[] = [
  {
    path: 'README.md',
    does: 'insert before',
    anchor: '## Start',
    text: '## Who we are\n\nAnn and Ben, by day.\n\n',
  },
  {
    path: 'README.md',
    does: 'replace',
    anchor: 'The order is `pending` at first, and `paid` a moment later.',
    text: 'The order is `pending` until the gateway has answered, which takes a moment.',
    besideGenerated: true,
  },
  {
    path: 'README.md',
    does: 'insert after',
    anchor: '- `db:init`, `db:seed`',
    text: '- `api:paths`: what we serve\n',
    besideGenerated: true,
  },
  {
    path: 'README.md',
    does: 'insert after',
    anchor: '- **Shutdown**',
    text: '- **Bells**: who stands at the counter rings.\n',
    besideGenerated: true,
  },
  {
    path: 'docs/runbooks.md',
    does: 'insert before',
    anchor: '### Requests answer 503 with `unavailable`',
    text: '### Nobody hears the bell\n\nLook whether `BELL_URL` answers.\n\n',
    besideGenerated: true,
  },
  {
    path: 'docs/architecture.md',
    does: 'insert before',
    anchor: '- **access**',
    text: '- **bells** (`src/modules/bells/`): written by hand, and wired in `src/own-modules.ts`.\n',
  },
  {
    path: 'docs/infrastructure.md',
    does: 'insert before',
    anchor: '- **The release job**',
    text: '- **Mailbox**: catches mails on a developer’s machine.\n',
    besideGenerated: true,
  },
  {
    path: 'docs/data-flow.md',
    does: 'append',
    text: '\n## A ring\n\nIt stays in the memory of one process.\n',
  },
];

const domain: readonly Edit[] = [
  {
    path: 'src/modules/products/routes.ts',
    does: 'insert before',
    anchor: 'function addWrites(app',
    text: `/** What the window of the shop shows. */
function addWindow(app: App, products: ProductService): void {
  app.get(
    '/window',
    {
      config: everyone,
      schema: { tags, summary: 'Show the window', response: { 200: pageOf(Product) } },
    },
    () => products.list(toListing(Product, { sort: 'price', limit: 3 })),
  );
}

`,
  },
  {
    path: 'src/modules/products/routes.ts',
    does: 'insert after',
    anchor: '  addReads(app, products);',
    text: '  addWindow(app, products);\n',
  },
  {
    path: 'src/modules/products/model.ts',
    does: 'replace',
    anchor: 'maximumStock = 1_000_000',
    text: 'maximumStock = 2_000_000',
  },
  {
    path: 'src/modules/orders/config.ts',
    does: 'insert after',
    anchor: '  ANALYTICS_URL: Type.Optional(httpUrl()),',
    text: '  BELL_URL: Type.Optional(httpUrl()),\n',
  },
  {
    path: 'src/modules/orders/price.ts',
    does: 'insert before',
    anchor: ' * Prices the lines of an order.',
    text: ' * Tea is taxed at the till.\n *\n',
  },
];

const core: readonly Edit[] = [
  {
    path: 'src/main.ts',
    does: 'insert after',
    anchor: "from './modules.gen.ts'",
    text: "import * as own from './own-modules.ts';\n",
  },
  {
    path: 'src/main.ts',
    does: 'replace',
    anchor: 'Object.values<CreateModule>(modules)',
    text: 'Object.values<CreateModule>({ ...modules, ...own })',
  },
  {
    path: 'src/core/http.ts',
    does: 'replace',
    anchor: 'connectionsPerOrigin = 32',
    text: 'connectionsPerOrigin = 64',
    besideGenerated: true,
  },
  {
    path: 'src/core/redact.ts',
    does: 'replace',
    anchor: '|credential|',
    text: '|credential|iban|',
    besideGenerated: true,
  },
  {
    path: 'src/core/line-time.ts',
    later: 'src/core/time-of-line.ts',
    does: 'append',
    text: '\n/** The day, as our reports name it. */\nexport const today = (): string => new Date().toISOString().slice(0, 10);\n',
  },
  {
    path: 'test/samples.ts',
    does: 'append',
    text: "\n/** The shop's cat. */\nexport const cat = { id: '00000000-0000-4000-8000-00000000000d', roles: ['cat'] } as const;\n",
  },
];

const tools: readonly Edit[] = [
  {
    path: 'Dockerfile',
    does: 'insert after',
    anchor: 'ENV NODE_ENV=production',
    text: 'ENV TZ=UTC\n',
    besideGenerated: true,
  },
  {
    path: '.gitignore',
    does: 'append',
    text: 'bell.log\n',
    besideGenerated: true,
  },
  { path: '.dockerignore', does: 'append', text: 'bell.log\n', besideGenerated: true },
  { path: '.dockerignore', does: 'use CRLF' },
  { path: '.prettierignore', does: 'append', text: 'reports/\n' },
  {
    path: 'vitest.config.ts',
    does: 'replace',
    anchor: 'testTimeout: 60_000',
    text: 'testTimeout: 90_000',
  },
  {
    path: 'eslint.config.js',
    does: 'insert after',
    anchor: "'no-console': 'error',",
    text: "      'no-alert': 'error',\n",
  },
  {
    path: 'tsconfig.json',
    does: 'set key',
    key: ['compilerOptions', 'newLine'],
    value: 'lf',
  },
  { path: 'ops/payments-sandbox.mjs', does: 'change mode', mode: 0o755 },
];

/** Prettier with other settings; whoever makes this edit runs it over everything afterwards. */
export const otherFormat: Edit = {
  path: '.prettierrc.json',
  does: 'replace',
  anchor: '{ "singleQuote": true, "printWidth": 100 }',
  text: '{ "semi": false, "tabWidth": 4, "printWidth": 90, "trailingComma": "es5" }',
};

/** What the team has done before it asks Plinth for more. */
export const edits: readonly Edit[] = [
  ...ownFiles,
  ...manifest,
  ...environment,
  ...compose,
  ...documents,
  ...domain,
  ...core,
  ...tools,
];

/** What the team does to its pipeline as soon as it has one. */
export const pipelineEdits: readonly Edit[] = [
  {
    path: '.github/workflows/ci.yml',
    does: 'insert after',
    anchor: '- run: npm run typecheck',
    text: '      - run: npm run api:paths\n',
    besideGenerated: true,
  },
  {
    path: '.github/workflows/ci.yml',
    does: 'insert before',
    anchor: '  image:',
    text: '  spelling:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: ./ops/spelling.sh # in three languages\n\n',
    besideGenerated: true,
  },
  {
    path: '.github/workflows/ci.yml',
    does: 'insert after',
    anchor: '  pull_request:',
    text: "  schedule:\n    - cron: '0 4 * * 1'\n",
  },
];
