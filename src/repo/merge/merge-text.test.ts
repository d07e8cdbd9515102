import { describe, expect, test } from 'vitest';
import { mergeText } from './merge-text.ts';

/** What comes out of `path`, or the reason of a conflict. */
function merged(path: string, base: string | undefined, next: string, ours: string): string {
  const result = mergeText(path, { base, next, ours });
  return result.kind === 'merged' ? result.text : `conflict: ${result.reason}`;
}

function manifest(dependencies: Readonly<Record<string, string>>, rest: object = {}): string {
  return `${JSON.stringify({ name: 'svc', dependencies, ...rest }, null, 2)}\n`;
}

describe('package.json', () => {
  test('both append a dependency', () => {
    const base = manifest({ fastify: '5.0.0' });
    const next = manifest({ fastify: '5.0.0', ioredis: '6.0.0' });
    const ours = manifest({ fastify: '5.0.0', graphql: '16.0.0' });
    expect(merged('package.json', base, next, ours)).toBe(
      manifest({ fastify: '5.0.0', graphql: '16.0.0', ioredis: '6.0.0' }),
    );
  });

  test('a version that the user moved beyond ours is kept, and said', () => {
    const result = mergeText('package.json', {
      base: manifest({ fastify: '5.0.0' }),
      next: manifest({ fastify: '5.1.0' }),
      ours: manifest({ fastify: '5.2.0' }),
    });
    expect(result).toEqual({
      kind: 'merged',
      text: manifest({ fastify: '5.2.0' }),
      reports: ['fastify: kept 5.2.0; the template has 5.1.0'],
    });
  });

  test('a version that the template moved further is taken, and said', () => {
    const result = mergeText('package.json', {
      base: manifest({ fastify: '5.0.0' }),
      next: manifest({ fastify: '5.2.0' }),
      ours: manifest({ fastify: '5.1.0' }),
    });
    expect(result).toMatchObject({
      text: manifest({ fastify: '5.2.0' }),
      reports: ['fastify: took 5.2.0; you had 5.1.0'],
    });
  });

  test('a range of the user that takes our version in is kept', () => {
    expect(
      merged(
        'package.json',
        manifest({ fastify: '5.0.0' }),
        manifest({ fastify: '5.2.0' }),
        manifest({ fastify: '^5.0.0' }),
      ),
    ).toBe(manifest({ fastify: '^5.0.0' }));
  });

  test.each([
    ['a version that the user went back to', '5.0.0', '5.2.0', '4.9.0'],
    ['a source that is no version', '5.0.0', '5.2.0', 'file:../fastify'],
  ])('%s is a conflict', (_, base, next, ours) => {
    expect(
      merged(
        'package.json',
        manifest({ fastify: base }),
        manifest({ fastify: next }),
        manifest({ fastify: ours }),
      ),
    ).toBe('conflict: dependencies.fastify: changed by you and by the template');
  });

  test('a field that both changed is a conflict, shown between markers, and all else is merged', () => {
    const result = mergeText('package.json', {
      base: manifest({ a: '1.0.0' }, { type: 'module' }),
      next: manifest({ a: '1.0.0', b: '1.0.0' }, { type: 'commonjs' }),
      ours: manifest({ a: '1.0.0' }, { type: 'neither' }),
    });
    expect(result).toEqual({
      kind: 'conflict',
      reason: 'type: changed by you and by the template',
      marked: `{
  "name": "svc",
  "dependencies": {
    "a": "1.0.0",
    "b": "1.0.0"
  },
<<<<<<< yours
  "type": "neither"
=======
  "type": "commonjs"
>>>>>>> plinth
}
`,
    });
  });

  test('order, indentation and what the user wrote on one line stay', () => {
    const base = manifest({ a: '1.0.0', b: '1.0.0' }, { files: ['dist'] });
    const next = manifest({ a: '1.0.0', c: '1.0.0' }, { files: ['dist'], type: 'module' });
    const ours = `{\n    "files": [ "dist" ],\n    "dependencies": { "b": "1.0.0", "own": "2.0.0", "a": "1.0.0" },\n    "name": "svc"\n}`;
    expect(merged('package.json', base, next, ours)).toBe(
      `{\n    "files": [ "dist" ],\n    "type": "module",\n    "dependencies": { "own": "2.0.0", "a": "1.0.0", "c": "1.0.0" },\n    "name": "svc"\n}`,
    );
  });

  test('a map that the template gives up keeps what the user put into it', () => {
    const base = manifest({}, { overrides: { a: '1.0.0' } });
    const ours = manifest({}, { overrides: { a: '1.0.0', mine: '2.0.0' } });
    expect(merged('package.json', base, manifest({}), ours)).toBe(
      manifest({}, { overrides: { mine: '2.0.0' } }),
    );
  });

  test('what the user deleted stays deleted, and is said when the template changed it', () => {
    const result = mergeText('package.json', {
      base: manifest({ a: '1.0.0', b: '1.0.0' }),
      next: manifest({ a: '1.1.0', b: '1.0.0', c: '1.0.0' }),
      ours: manifest({ b: '1.0.0' }),
    });
    expect(result).toMatchObject({
      text: manifest({ b: '1.0.0', c: '1.0.0' }),
      reports: ['dependencies.a: deleted by you, changed by the template'],
    });
  });

  test('a key that the user has twice is merged line by line, and said', () => {
    const result = mergeText('package.json', {
      base: '{\n  "a": 1,\n  "b": 1,\n  "z": 1\n}\n',
      next: '{\n  "a": 1,\n  "b": 1,\n  "z": 2\n}\n',
      ours: '{\n  "a": 1,\n  "a": 2,\n  "b": 1,\n  "z": 1\n}\n',
    });
    expect(result).toEqual({
      kind: 'merged',
      text: '{\n  "a": 1,\n  "a": 2,\n  "b": 1,\n  "z": 2\n}\n',
      reports: ['has a mistake in it, or a key twice: merged line by line'],
    });
  });

  test('what is no JSON any more is merged by lines, or is a conflict', () => {
    const base = '{\n  "a": 1,\n  "b": 1,\n  "c": 1\n}\n';
    const ours = '{\n  "a": 1,\n  "b": 1,\n  "c": 1,,\n}\n';
    const next = '{\n  "a": 2,\n  "b": 1,\n  "c": 1\n}\n';
    expect(merged('package.json', base, next, ours)).toBe(ours.replace('"a": 1', '"a": 2'));
  });
});

test('comments and trailing commas of a tsconfig.json stay', () => {
  const base = '{\n  "compilerOptions": {\n    "strict": true,\n    "lib": ["es2024"]\n  }\n}\n';
  const next = base
    .replace('"strict": true', '"strict": true,\n    "noEmit": true')
    .replace('es2024"', 'es2025"');
  const ours =
    '{\n\t// ours\n\t"compilerOptions": {\n\t\t"lib": ["es2024"], // the library\n\t\t"strict": true, /* always */\n\t\t"jsx": "preserve", // the last\n\t},\n}\n';
  expect(merged('tsconfig.json', base, next, ours)).toBe(
    '{\n\t// ours\n\t"compilerOptions": {\n\t\t"lib": ["es2025"], // the library\n\t\t"strict": true, /* always */\n\t\t"noEmit": true,\n\t\t"jsx": "preserve", // the last\n\t},\n}\n',
  );
});

const compose = `services:
  app:
    image: app
    depends_on:
      postgres:
        condition: service_healthy
  postgres:
    image: postgres:18.1-alpine
volumes:
  data: {}
`;

describe('compose.yaml', () => {
  test('sibling services of both sides stand side by side', () => {
    const next = compose
      .replace('volumes:', '  redis:\n    image: redis:7\nvolumes:')
      .replace('data: {}', 'data: {}\n  redis: {}');
    const ours = compose.replace(
      'volumes:',
      '  # Mail goes here.\n  mailpit:\n    image: axllent/mailpit # pinned by digest later\nvolumes:',
    );
    expect(merged('ops/compose.yaml', compose, next, ours)).toBe(
      ours
        .replace('  # Mail', '  redis:\n    image: redis:7\n  # Mail')
        .replace('data: {}', 'data: {}\n  redis: {}'),
    );
  });

  test('a service of one name on both sides is a conflict, never a key twice', () => {
    const next = compose.replace('volumes:', '  redis:\n    image: redis:7\nvolumes:');
    const ours = compose.replace(
      '  postgres:\n    image',
      '  redis:\n    image: redis:6\n  postgres:\n    image',
    );
    expect(merged('ops/compose.yaml', compose, next, ours)).toBe(
      'conflict: services.redis.image: added by you and by the template',
    );
  });

  test('an image that the user moved beyond ours is kept', () => {
    expect(
      merged(
        'ops/compose.yaml',
        compose,
        compose.replace('18.1', '18.2'),
        compose.replace('18.1', '18.3'),
      ),
    ).toBe(compose.replace('18.1', '18.3'));
  });

  test('another indentation, quotes and brackets of the user stay', () => {
    const ours = `services:
    postgres: { image: "postgres:18.1-alpine" }
    app:
        image: app
        depends_on: { postgres: { condition: service_healthy }, mine: { condition: service_started } }
volumes: { data: {} }
`;
    const next = compose
      .replace(
        '  postgres:\n    image',
        '      redis:\n        condition: service_started\n  postgres:\n    image',
      )
      .replace('image: app', 'image: app2\n    command:\n      - run');
    expect(merged('ops/compose.yaml', compose, next, ours)).toBe(`services:
    postgres: { image: "postgres:18.1-alpine" }
    app:
        image: app2
        command:
          - run
        depends_on: { postgres: { condition: service_healthy }, redis: { condition: "service_started" }, mine: { condition: service_started } }
volumes: { data: {} }
`);
  });

  test('a service that the template gives up and the user edited is a conflict', () => {
    const next = compose.replace(/ {2}postgres:\n {4}image.*\n/, '');
    expect(merged('ops/compose.yaml', compose, next, compose.replace('-alpine', ''))).toBe(
      'conflict: services.postgres: edited by you, removed by the template',
    );
  });

  test('a comment of the user on what the template gives up is not thrown away', () => {
    const next = compose.replace(/ {2}postgres:\n {4}image.*\n/, '');
    const ours = compose
      .replace('-alpine', '-alpine # not 19: the driver')
      .replace('app\n', 'app\n    init: true\n');
    expect(merged('ops/compose.yaml', compose, next, ours)).toMatch(/^conflict/);
  });
});

const workflow = `name: ci
on:
  push:
    branches: [main]
jobs:
  check:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa # v4.1
        with:
          persist-credentials: false
      - run: npm ci
      - run: npm test

  image:
    needs: check
    runs-on: ubuntu-24.04
    steps:
      - run: docker build .
`;

describe('a workflow', () => {
  test('the comment of a step goes with it, however often the step is replaced', () => {
    const withStep = (packages: string): string =>
      workflow.replace(
        '      - run: npm ci\n',
        `      # Tests start servers.\n      - run: apt-get install ${packages}\n      - run: npm ci\n`,
      );
    const own = (text: string): string =>
      text.replace('      - run: npm test\n', '      - run: npm run own\n$&') + '# The end.\n';
    const [one, two] = [withStep('postgres'), withStep('postgres redis')];
    const apart = own(one).replace('- run: apt-get', '-   run: apt-get');
    expect(merged('ci.yml', one, two, own(one))).toBe(own(two));
    expect(merged('ci.yml', one, two, apart)).toBe(own(two));
    expect(merged('ci.yml', one, workflow, apart)).toBe(own(workflow));
  });

  test('a comment of the user above a step that goes stays', () => {
    const own = '      # Mine.\n      - run: npm ci\n';
    const ours = workflow
      .replace('      - run: npm ci\n', own)
      .replace('  check:', '  check: # us');
    const next = workflow.replace('      - run: npm ci\n', '');
    expect(merged('ci.yml', workflow, next, ours)).toContain('# Mine.\n      - run: npm test\n');
  });

  test('steps that both inserted are both there', () => {
    const next = workflow.replace(
      '      - run: npm test',
      '      - run: npm run lint\n      - run: npm test',
    );
    const ours = workflow.replace(
      '      - run: npm test',
      '      - name: Licences\n        run: npm run licences\n      - run: npm test',
    );
    expect(merged('.github/workflows/ci.yml', workflow, next, ours)).toBe(
      workflow.replace(
        '      - run: npm test',
        '      - run: npm run lint\n      - name: Licences\n        run: npm run licences\n      - run: npm test',
      ),
    );
  });

  test('a job that the user moved takes the change of the template', () => {
    const [head = '', image = ''] = workflow.split('\n  image:');
    const jobs = head.indexOf('  check:');
    const ours = `${head.slice(0, jobs)}  image:${image}${head.slice(jobs)}`;
    const next = workflow.replace('docker build .', 'docker build --pull .');
    expect(merged('.github/workflows/ci.yml', workflow, next, ours)).toBe(
      ours.replace('docker build .', 'docker build --pull .'),
    );
  });

  test('an action that Renovate moved beyond ours is kept', () => {
    const next = workflow.replace(/a{40} # v4.1/, `${'b'.repeat(40)} # v4.2`);
    const ours = workflow.replace(/a{40} # v4.1/, `${'c'.repeat(40)} # v5.0`);
    expect(merged('.github/workflows/ci.yml', workflow, next, ours)).toBe(ours);
  });

  test('`on` stays a word, and an anchor of the user stays one', () => {
    const next = workflow.replace('branches: [main]', 'branches: [main]\n  pull_request:');
    const ours = workflow
      .replace('name: ci', 'name: ci # ours')
      .replace('on:', '"on":')
      .replace(
        'branches: [main]',
        'branches: &branches [main, next]\n  workflow_dispatch: *branches',
      );
    expect(merged('.github/workflows/ci.yml', workflow, next, ours)).toBe(
      ours.replace('*branches\n', '*branches\n  pull_request:\n'),
    );
  });

  test('a step that both changed is a conflict', () => {
    const ours = workflow.replace('persist-credentials: false', 'persist-credentials: true');
    const next = workflow.replace('persist-credentials: false', 'persist-credentials: never');
    expect(merged('.github/workflows/ci.yml', workflow, next, ours)).toMatch(
      'conflict: jobs.check.steps.0.with.persist-credentials',
    );
  });
});

const env = '# Where it listens.\nPORT=3000\n\n# How much it says.\nLOG_LEVEL=info\n';

describe('.env.example', () => {
  test('variables of both sides are there once', () => {
    const next = `${env}\n# The cache.\n# Required in production.\n# CACHE_URL=\n`;
    const ours = `${env}\n# Ours.\nOWN=1\n`;
    expect(merged('.env.example', env, next, ours)).toBe(
      `${env}\n# The cache.\n# Required in production.\n# CACHE_URL=\n\n# Ours.\nOWN=1\n`,
    );
  });

  test('a variable that both added differently is a conflict, never there twice', () => {
    expect(merged('.env.example', env, `${env}\nTTL=1\n`, `TTL=2\n\n${env}`)).toMatch(
      'conflict: TTL',
    );
  });

  test('the value is the user’s, the explanation the template’s', () => {
    const ours = env.replace('3000', '8080');
    const next = env.replace('Where it listens.', 'The port.');
    expect(merged('.env.example', env, next, ours)).toBe(
      ours.replace('Where it listens.', 'The port.'),
    );
  });

  test('a variable that the template gives up goes with its explanation', () => {
    const ours = `OWN=1\n\n${env}`;
    expect(merged('.env.example', env, env.slice(0, env.indexOf('\n\n') + 1), ours)).toBe(
      'OWN=1\n\n# Where it listens.\nPORT=3000\n',
    );
  });
});

describe('text', () => {
  const lines = (...names: readonly string[]): string => names.map((name) => `${name}\n`).join('');

  test.each([
    ['edits apart', 'a x b c', 'a b c y', 'a x b c y'],
    ['edits side by side', 'A b c', 'a B c', 'A B c'],
    ['the same edit', 'a x b c', 'a x b c', 'a x b c'],
  ])('%s are both taken', (_, next, ours, expected) => {
    const side = (text: string): string => lines(...text.split(' '));
    expect(merged('src/a.ts', lines('a', 'b', 'c'), side(next), side(ours))).toBe(side(expected));
  });

  test('edits of one line are a conflict, as git shows it', () => {
    const texts = { base: lines('a', 'b'), next: lines('A', 'b'), ours: lines('X', 'b') };
    expect(mergeText('src/a.ts', texts)).toMatchObject({
      kind: 'conflict',
      marked: '<<<<<<< yours\nX\n||||||| before\na\n=======\nA\n>>>>>>> plinth\nb\n',
    });
  });

  test('two insertions at one place are a conflict', () => {
    expect(merged('src/a.ts', lines('a', 'b'), lines('a', 'x', 'b'), lines('a', 'y', 'b'))).toMatch(
      'conflict',
    );
  });

  test.each([
    ['imports', 'src/a.ts', "import { x } from 'x';", "import { y } from 'y';"],
    ['list items of a document', 'README.md', '- **Queue**', '- Ours'],
    ['ignored names', '.gitignore', 'coverage/', '.idea/'],
  ])('%s that both added are both there', (_, path, theirs, own) => {
    expect(merged(path, lines('a', 'b'), lines('a', theirs, 'b'), lines('a', own, 'b'))).toBe(
      lines('a', own, theirs, 'b'),
    );
  });

  test('markers that stand in the user’s file already are a conflict', () => {
    const ours = lines('a', '<<<<<<< HEAD', 'x', '=======', 'y', '>>>>>>> other', 'b');
    expect(merged('src/a.ts', lines('a', 'b'), lines('a', 'b', 'c'), ours)).toMatch('conflict');
  });
});
