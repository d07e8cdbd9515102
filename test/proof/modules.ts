import { execa } from 'execa';
import { join } from 'node:path';

const bin = join(import.meta.dirname, '..', '..', 'dist', 'bin.cjs');

/**
 * Three modules that refer to each other, in a circle and to themselves, with every type and modifier:
 * the arguments of one `plinth module`.
 */
export const threeModules = [
  ...['authors', 'name:string:index', 'bio:text:optional', 'bornOn:date:optional'],
  ...['mentor:authors:optional', 'favourite:books:optional:unique', 'account:users:optional:index'],
  ...['books', 'isbn:text:unique', 'title:string:index', 'pages:int:index', 'price:decimal:index'],
  ...['inPrint:bool', 'publishedOn:date:index', 'soldOutAt:timestamp:optional', 'sku:uuid:unique'],
  ...['state:enum(draft,published,out-of-print):index', 'details:json', 'author:authors'],
  ...['editor:users', 'mood:enum(good,bad):optional', 'weight:decimal:optional:unique'],
  ...['reviews', 'verdict:text', 'book:books:index', 'critic:authors:unique', 'stars:int'],
];

/** Their names. */
export const threeNames = ['authors', 'books', 'reviews'];

/** Runs Plinth in a service. */
export async function plinthIn(service: string, ...args: readonly string[]): Promise<string> {
  const done = await execa(process.execPath, [bin, ...args, '--yes'], {
    cwd: service,
    stdin: 'ignore',
  });
  return done.stdout;
}

/** Creates a service without the sample's products and orders. */
export async function createBare(service: string, ...flags: readonly string[]): Promise<void> {
  const args = [bin, 'create', service, '--no-sample', ...flags, '--yes', '--no-git'];
  await execa(process.execPath, args, { stdin: 'ignore' });
}
