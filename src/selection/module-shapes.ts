import { PlinthError } from '../pack/error.ts';
import { byCodeUnit, sortedKeys } from '../pack/order.ts';
import type { Pack } from '../pack/pack.ts';
import { didYouMean } from '../pack/suggest.ts';
import type { ModuleAnswer, ModuleAnswers } from './answers.ts';
import { columnOf, parseField, scalarTypes, type Field } from './field.ts';
import { assertModuleName, singularFor } from './module-name.ts';
import { singularOf } from './noun.ts';
import { isReservedWord } from './reserved-words.ts';

/** A module as it is rendered: every name settled, every field read. */
export interface ModuleShape {
  /** Its name, which is that of several: `order-lines`. */
  readonly many: string;
  /** What one of them is called: `order-line`. */
  readonly one: string;
  readonly publicReads: boolean;
  /** In the order in which the API shows them. */
  readonly fields: readonly Field[];
  /** Module that a field refers to → what one of it is called. */
  readonly singulars: ReadonlyMap<string, string>;
}

const mostFields = 50;

/**
 * Reads the modules of a service, and checks them against each other.
 *
 * @param pack - whose samples may be among them, and whose practices have tables
 * @param modules - what was asked for
 * @returns the modules that have fields, in order of name; a sample without any is the pack's own
 * @throws PlinthError `PLINTH_UNKNOWN_MODULE`, `PLINTH_MODULE_REQUIRED`, `PLINTH_NAME_INVALID` or
 * `PLINTH_FIELD_INVALID`
 */
export function moduleShapes(pack: Pack, modules: ModuleAnswers): ReadonlyMap<string, ModuleShape> {
  for (const name of sortedKeys(modules)) {
    if (modules[name]?.sample === true) checkSample(pack, modules, name);
  }
  refuseMissing(pack, modules);
  const own = sortedKeys(modules).filter((name) => modules[name]?.sample !== true);
  const shapes = new Map(own.map((name) => [name, shapeOf(pack, modules, name)]));
  const settled = new Set<string>();
  for (const shape of shapes.values()) refuseNeededByItself(shapes, shape, [], settled);
  return shapes;
}

/**
 * The modules that use `name`: they refer to it, or are samples that are built on it.
 *
 * @returns in order of name; without itself
 */
export function usersOfModule(pack: Pack, modules: ModuleAnswers, name: string): readonly string[] {
  const refers = ({ fields = {} }: ModuleAnswer): boolean =>
    Object.values(fields).some((spec) => spec.split(':')[0] === name);
  return sortedKeys(modules).filter((other) => {
    const answer = modules[other];
    if (answer === undefined || other === name) return false;
    const needs = answer.sample === true && pack.modules[other]?.requires.includes(name) === true;
    return needs || refers(answer);
  });
}

function checkSample(pack: Pack, modules: ModuleAnswers, name: string): void {
  const sample = Object.hasOwn(pack.modules, name) ? pack.modules[name] : undefined;
  if (!sample) {
    throw new PlinthError('PLINTH_UNKNOWN_MODULE', `the pack has no sample module "${name}"`, {
      answer: ['modules', name],
      hint: didYouMean(name, sortedKeys(pack.modules)),
    });
  }
  const missing = sample.requires.find((required) => modules[required]?.sample !== true);
  if (missing === undefined) return;
  throw new PlinthError('PLINTH_MODULE_REQUIRED', `"${name}" is built on "${missing}"`, {
    answer: ['modules', name],
    hint: `Keep the sample "${missing}", or leave out "${name}" too.`,
  });
}

function refuseMissing(pack: Pack, modules: ModuleAnswers): void {
  const missing = sortedKeys(pack.modules).find(
    (name) => pack.modules[name]?.required === true && modules[name]?.sample !== true,
  );
  if (missing === undefined) return;
  throw new PlinthError('PLINTH_MODULE_REQUIRED', `a service always has the module "${missing}"`, {
    hint: `Put it back into plinth.json: "${missing}": { "sample": true }.`,
  });
}

function shapeOf(pack: Pack, modules: ModuleAnswers, many: string): ModuleShape {
  const { fields = {}, singular, reads } = modules[many] ?? {};
  assertModuleName(pack, many);
  const read = Object.entries(fields).map(([name, spec]) => fieldOf(many, name, spec));
  refuseFields(many, read, modules);
  const targets = read.flatMap(({ target }) => target ?? []);
  return {
    many,
    one: singularFor(many, singular),
    publicReads: reads === 'public',
    fields: read,
    singulars: new Map(targets.map((name) => [name, singularIn(modules, name)])),
  };
}

/** A sample is called what the pack calls it, even by a word that no other module may have. */
function singularIn(modules: ModuleAnswers, name: string): string {
  const { sample, singular } = modules[name] ?? {};
  return sample === true ? (singularOf(name) ?? name) : singularFor(name, singular);
}

function fieldOf(module: string, name: string, spec: string): Field {
  const field = parseField(name, spec);
  if ('problem' in field) throw invalid(module, field.problem, field.hint);
  const column = columnOf(field);
  if (!isReservedWord(column) && !isReservedWord(name)) return field;
  throw invalid(
    module,
    `"${name}" is a word of TypeScript or SQL, and no name of a field`,
    'Choose another word.',
  );
}

function refuseFields(many: string, fields: readonly Field[], modules: ModuleAnswers): void {
  if (fields.length === 0) {
    throw invalid(many, 'it has no field', `Write plinth module ${many} name:string.`);
  }
  if (fields.length > mostFields) {
    throw invalid(many, `it has ${String(fields.length)} fields`, 'A module has at most 50.');
  }
  const columns = new Set(['id', 'created_at']);
  for (const field of fields) {
    const column = columnOf(field);
    if (columns.has(column)) {
      throw invalid(
        many,
        `the field "${field.name}" needs the column ${column}, which is taken`,
        'Choose another name; id and createdAt are always there.',
      );
    }
    columns.add(column);
    const { target } = field;
    if (target === undefined || Object.hasOwn(modules, target)) continue;
    throw invalid(
      many,
      `the field "${field.name}" has the type "${target}", and there is no module "${target}"`,
      didYouMean(target, [...sortedKeys(modules), ...scalarTypes]),
    );
  }
}

/** Two modules that each need one of the other first could never get their first row. */
function refuseNeededByItself(
  shapes: ReadonlyMap<string, ModuleShape>,
  { many, fields }: ModuleShape,
  path: readonly string[],
  settled: Set<string>,
): void {
  if (settled.has(many)) return;
  if (path.includes(many)) {
    const circle = [...path.slice(path.indexOf(many)), many];
    throw invalid(
      [...circle].sort(byCodeUnit)[0] ?? many,
      `no first row is possible: ${circle.join(' needs one of ')}`,
      'Make one of these references optional.',
    );
  }
  for (const { target, modifiers } of fields) {
    const next = target === undefined || modifiers.has('optional') ? undefined : shapes.get(target);
    if (next) refuseNeededByItself(shapes, next, [...path, many], settled);
  }
  settled.add(many);
}

function invalid(module: string, problem: string, hint: string): PlinthError {
  return new PlinthError('PLINTH_FIELD_INVALID', `module "${module}": ${problem}`, {
    answer: ['modules', module],
    hint,
  });
}
