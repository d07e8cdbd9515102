import { describe, expect, test } from 'vitest';
import { merged } from './testing.ts';

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

  describe('a step without a name', () => {
    const step = '      - run: npm test\n';
    const given = (text: string): string => workflow.replace(step, text);
    const path = '.github/workflows/ci.yml';

    test.each([
      ['edited', '      - run: npm test -- --bail\n'],
      ['named', '      - name: Tests\n        run: npm test\n'],
      ['deleted', ''],
    ])('that the user %s and the template changed is a conflict, never there twice', (_, own) => {
      const next = given('      - run: npm run test:ci\n');
      expect(merged(path, workflow, next, given(own))).toMatch('conflict: jobs.check.steps');
    });

    test('that the user edited and the template removed is a conflict', () => {
      const ours = given('      - run: npm test -- --bail\n');
      expect(merged(path, workflow, given(''), ours)).toMatch('conflict: jobs.check.steps');
    });

    test('that both removed takes nothing else with it', () => {
      const next = given('').replace('      - run: npm ci\n', '      - run: node --version\n$&');
      expect(merged(path, workflow, given(''), given(''))).toBe(given(''));
      expect(merged(path, workflow, next, given(''))).toMatch('- run: node --version');
    });
  });
});
