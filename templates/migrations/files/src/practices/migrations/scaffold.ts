import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** No module and no practice has the owner's name. */
export class UnknownOwner extends Error {
  override readonly name = 'UnknownOwner';
}

const body = `import type { Kysely } from 'kysely';

/** Why the schema changes. Refer to this owner's tables only, or name other owners in \`after\`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('…').execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('…').execute();
}
`;

/**
 * Writes the next migration of a module or a practice. Numbers run within an owner, so that two
 * branches that migrate different owners do not meet.
 *
 * @param source - the folder that holds `modules` and `practices`
 * @returns the path of the new file.
 * @throws UnknownOwner when there is no such module or practice.
 */
export async function scaffold(source: string, owner: string, name: string): Promise<string> {
  const home = ['modules', 'practices']
    .map((kind) => join(source, kind, owner))
    .find((folder) => existsSync(folder));
  if (home === undefined) {
    throw new UnknownOwner(`Expected a module or a practice in ${source}, found no "${owner}".`);
  }
  const folder = join(home, 'migrations');
  await mkdir(folder, { recursive: true });
  const numbers = (await readdir(folder)).map((file) => Number(/_(\d{4})_/.exec(file)?.[1] ?? 0));
  const next = String(Math.max(0, ...numbers) + 1).padStart(4, '0');
  const path = join(folder, `${owner}_${next}_${name.replaceAll('-', '_')}.ts`);
  await writeFile(path, body, { flag: 'wx' });
  return path;
}
