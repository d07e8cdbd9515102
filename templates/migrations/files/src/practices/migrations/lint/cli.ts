import { join } from 'node:path';
import { loadMigrations } from '../../../core/migrate.ts';
import { outliveReader } from '../../../core/outlive-reader.ts';
import { defaultTimeouts } from '../settings.ts';
import { lintMigrations } from './lint.ts';

outliveReader();
const files = await loadMigrations(join(import.meta.dirname, '..', '..', '..'));
const problems = await lintMigrations(files, defaultTimeouts);
for (const { migration, rule, text } of problems) {
  process.stdout.write(`${migration}: ${rule}\n    ${text}\n`);
}
if (problems.length > 0) {
  process.stdout.write(
    `\n${problems.length} problems. Change the migration, or say in it why the risk is taken:\n` +
      "export const accepted = { 'rule-name': 'the reason' };\n",
  );
  process.exitCode = 1;
} else {
  process.stdout.write(`${files.length} migrations, nothing risky.\n`);
}
