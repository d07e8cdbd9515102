/** Versions of the built-in pack as they will come: each is a copy of the one before with a few changes. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const templates = join(import.meta.dirname, '../../templates');

/** What a version changes: text in files, and files that go or move. Paths are those of the pack. */
interface Changes {
  readonly replace: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>>;
  readonly remove?: readonly string[];
  readonly move?: Readonly<Record<string, string>>;
}

const base = 'service/files';
const core = `${base}/src/core`;

/** The version that the service is created from knows an older undici. */
const first: Changes = {
  replace: { 'versions.yaml': [['  undici: 7.30.2\n', '  undici: 7.30.1\n']] },
};

/** A file of the core has another name. */
const renamed: Changes = {
  replace: {
    'pack.yaml': [
      [
        'version: 0.1.0\n',
        'version: 0.2.0\nrenames:\n  src/core/line-time.ts: src/core/time-of-line.ts\n',
      ],
    ],
    [`${core}/log.ts`]: [["'./line-time.ts'", "'./time-of-line.ts'"]],
    [`${core}/request-log.ts`]: [["'./line-time.ts'", "'./time-of-line.ts'"]],
    [`${core}/time-of-line.ts`]: [['made once a millisecond', 'made anew each millisecond']],
  },
  move: { [`${core}/line-time.ts`]: `${core}/time-of-line.ts` },
};

/** A test is gone, a dependency is newer, and there is one more variable. */
const slimmer: Changes = {
  replace: {
    'pack.yaml': [['version: 0.2.0\n', 'version: 0.3.0\n']],
    'versions.yaml': [['  undici: 7.30.1\n', '  undici: 7.30.2\n']],
    'service/practice.yaml': [
      [
        '      LOG_LEVEL:\n',
        '      REGION: { summary: Where this process runs. }\n      LOG_LEVEL:\n',
      ],
    ],
    [`${core}/service-config.ts`]: [
      ['  PORT: Type.Integer(', '  REGION: Type.Optional(Type.String()),\n  PORT: Type.Integer('],
    ],
  },
  remove: [`${core}/log-buffer.test.ts`],
};

/** The core, the image, the machine of a developer and the pipeline are changed. */
const stricter: Changes = {
  replace: {
    'pack.yaml': [['version: 0.3.0\n', 'version: 0.4.0\n']],
    [`${core}/http.ts`]: [['connectTimeoutMs = 1_000', 'connectTimeoutMs = 1_500']],
    [`${core}/redact.ts`]: [
      [
        "export const redacted = '[redacted]';\n",
        "export const redacted = '[redacted]';\n/** How deep a value is copied. */\n",
      ],
    ],
    [`${base}/Dockerfile.hbs`]: [
      ['--interval=10s', '--interval=15s'],
      ['WORKDIR /app\nENV', 'WORKDIR /app\nSTOPSIGNAL SIGTERM\nENV'],
    ],
    'ci/files@provider=github/.github/workflows/ci.yml.hbs': [
      ['- run: {{run "typecheck"}}', '- name: Types\n        run: {{run "typecheck"}}'],
    ],
  },
};

/**
 * Writes the versions, oldest first.
 *
 * @param folder - does not exist
 * @returns their folders; a service is made from the first one
 */
export function writePackVersions(folder: string): readonly [string, ...string[]] {
  mkdirSync(folder, { recursive: true });
  const made = [first, renamed, slimmer, stricter].map((_, index) =>
    join(folder, String(index + 1)),
  );
  let before = templates;
  for (const [index, changes] of [first, renamed, slimmer, stricter].entries()) {
    const to = made[index] ?? '';
    cpSync(before, to, { recursive: true });
    changePack(to, changes);
    before = to;
  }
  return made as [string, ...string[]];
}

function changePack(folder: string, { replace, remove = [], move = {} }: Changes): void {
  for (const path of remove) rmSync(join(folder, path));
  for (const [from, to] of Object.entries(move)) {
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    renameSync(join(folder, from), join(folder, to));
  }
  for (const [path, pairs] of Object.entries(replace)) {
    const full = join(folder, path);
    if (!existsSync(full)) throw new Error(`the pack has no ${path}`);
    const before = readFileSync(full, 'utf8');
    const after = pairs.reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`nothing to change in ${path}: ${from}`);
      return text.replace(from, () => to);
    }, before);
    writeFileSync(full, after);
  }
}
