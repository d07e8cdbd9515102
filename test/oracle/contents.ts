import type { Choice } from './choice.ts';
import { base } from './base.ts';
import { data } from './data.ts';
import { delivery } from './delivery.ts';
import { security } from './security.ts';

/** What a service has because of something that was chosen. */
export interface Contents {
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  readonly scripts: readonly string[];
  /** The variables of `.env.example`. */
  readonly variables: readonly string[];
  /** Those without which production does not start. */
  readonly needed: readonly string[];
  /** The services of `ops/compose.yaml`. */
  readonly services: readonly string[];
  readonly volumes: readonly string[];
  /** What `ops/compose.yaml` sets in the application. */
  readonly environment: readonly string[];
  /** What the application waits for there. */
  readonly waitsFor: readonly string[];
  /** The Debian packages that its tests need. */
  readonly packages: readonly string[];
  /** Files that it has, out of {@link telling}. */
  readonly files: readonly string[];
  /** The practices that the program loads. */
  readonly entries: readonly string[];
  /** The practices whose fixtures other tests use. */
  readonly fixtures: readonly string[];
  /** Which practice may import which. */
  readonly mayImport: readonly string[];
  /** What the README lists as features of a practice. */
  readonly features: readonly string[];
}

/** A choice, and what comes with it. */
export interface Part extends Partial<Contents> {
  readonly when: (choice: Choice) => boolean;
}

const parts: readonly Part[] = [...base, ...data, ...security, ...delivery];

/** What the service of a choice has, each list in order and without doubles. */
export function contentsOf(choice: Choice): Contents {
  const held = parts.filter(({ when }) => when(choice));
  const all = (key: keyof Contents): readonly string[] =>
    [...new Set(held.flatMap((part) => part[key] ?? []))].sort();
  return {
    dependencies: all('dependencies'),
    devDependencies: all('devDependencies'),
    scripts: all('scripts'),
    variables: all('variables'),
    needed: all('needed'),
    services: all('services'),
    volumes: all('volumes'),
    environment: all('environment'),
    waitsFor: all('waitsFor'),
    packages: all('packages'),
    files: all('files'),
    entries: all('entries'),
    fixtures: all('fixtures'),
    mayImport: all('mayImport'),
    features: all('features'),
  };
}

/** Every file that some choice decides, as far as the oracle knows. */
export const telling: readonly string[] = [
  ...new Set(parts.flatMap(({ files = [] }) => files)),
].sort();
