import { byCodeUnit } from '../pack/order.ts';
import { PlinthError } from '../pack/error.ts';
import type { Data } from '../pack/pack.ts';
import { given } from './contributions.ts';
import { variablesOf } from './env.ts';
import { mergeData } from './merge-data.ts';
import type { WriterInput } from './writer.ts';
import { yamlText } from './yaml-text.ts';

/** The compose service that is the generated one, and gets its variables. */
const appService = 'app';
const sectionOrder = ['name', 'services', 'volumes', 'networks'];

/** Writes ops/compose.yaml. */
export function writeCompose(input: WriterInput): string {
  const gifts = given(input.parts, 'compose', input.reads);
  for (const { practice } of gifts) input.owners.add(practice);
  const environment = Object.fromEntries(
    [...variablesOf(input)].flatMap(([name, { compose }]) =>
      compose === undefined ? [] : [[name, compose]],
    ),
  );
  const app = { services: { [appService]: { environment } } };
  const whole = mergeData([...gifts, { practice: input.pack.base, value: app }], input.path);
  const services = expand(whole['services'], input.path);
  const sections = Object.entries({ ...whole, services }).sort(
    ([a], [b]) => rank(a) - rank(b) || byCodeUnit(a, b),
  );
  return yamlText(Object.fromEntries(sections.map(([name, section]) => [name, inOrder(section)])));
}

/**
 * A service that is `like` another one is it, with what it says itself instead, an environment
 * added to the other's, and no published ports: two containers cannot have the same.
 */
function expand(services: Data | undefined, path: string): Record<string, Data> {
  const all = isRecord(services) ? services : {};
  return Object.fromEntries(
    Object.entries(all).map(([name, service]) => {
      if (!isRecord(service) || service['like'] === undefined) return [name, service];
      const { like, ...own } = service;
      const other = typeof like === 'string' ? all[like] : undefined;
      if (!isRecord(other) || other['like'] !== undefined) {
        throw new PlinthError('PLINTH_PACK_INVALID', `${name} is like ${JSON.stringify(like)}`, {
          path,
          hint: 'Name a service of the same file that is not like another one itself.',
        });
      }
      const shared = Object.entries(other).filter(([key]) => key !== 'ports');
      const environment = { ...asRecord(other['environment']), ...asRecord(own['environment']) };
      return [name, { ...Object.fromEntries(shared), ...own, environment }];
    }),
  );
}

const isRecord = (data: Data | undefined): data is Readonly<Record<string, Data>> =>
  typeof data === 'object' && data !== null && !Array.isArray(data);
const asRecord = (data: Data | undefined): Readonly<Record<string, Data>> =>
  isRecord(data) ? data : {};

function rank(section: string): number {
  const index = sectionOrder.indexOf(section);
  return index < 0 ? sectionOrder.length : index;
}

function inOrder(section: Data): Data {
  if (!isRecord(section)) return section;
  return Object.fromEntries(Object.entries(section).sort(([a], [b]) => byCodeUnit(a, b)));
}
