import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { repositoryFormatter } from './formatter.ts';

const modules = join(import.meta.dirname, '../../node_modules');

/** Prettier writes this one way the first time, and another way from the second on. */
const restless = `await db.onConflict((conflict) =>
  conflict
    .column('event_id')
    .doUpdateSet({ created_at: sql<Date>\`now()\`, relay_at: sql<Date>\`now()\`, relays: 0 }),
);
`;

function repositoryWith(prettier: object): string {
  const root = mkdtempSync(join(tmpdir(), 'plinth-formatter-'));
  onTestFinished(() => {
    rmSync(root, { recursive: true });
  });
  writeFileSync(join(root, 'package.json'), '{}');
  writeFileSync(join(root, '.prettierrc.json'), JSON.stringify(prettier));
  symlinkSync(modules, join(root, 'node_modules'));
  return root;
}

test('a text is formatted alike, however often its people have formatted it', async () => {
  const format = await repositoryFormatter(repositoryWith({ tabWidth: 4, printWidth: 90 }));
  const once = await format?.('a.ts', restless);
  expect(once).toContain('sql<Date>');
  expect(await format?.('a.ts', once ?? '')).toBe(once);
});
