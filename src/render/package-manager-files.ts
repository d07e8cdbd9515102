import { sha256 } from '../pack/files.ts';
import type { Data, Ownership } from '../pack/pack.ts';
import { given } from './contributions.ts';
import { mergeData } from './merge-data.ts';
import { overridesIn } from './overrides.ts';
import { packageManagerSetup, type PackageManagerSetup } from './package-manager-setup.ts';
import { newReadLog, type ReadLog } from './reads.ts';
import type { TreeFile } from './tree.ts';
import type { WriterInput } from './writer.ts';

type Input = Pick<WriterInput, 'pack' | 'selection' | 'parts'>;

/** The files that a package manager has of its own, beside package.json. */
export function packageManagerFiles(input: Input): readonly TreeFile[] {
  const reads = newReadLog();
  return Object.entries(setupOf(input, reads).files).map(([path, text]) => {
    const bytes = Buffer.from(text);
    // People add settings to these; the plugin is code that nobody should edit.
    const ownership: Ownership = path.endsWith('.cjs') ? 'managed' : 'merged';
    return {
      path,
      mode: 0o644,
      ownership,
      required: true,
      reads,
      owners: [input.pack.base],
      bytes,
      sha256: sha256(bytes),
    };
  });
}

/** The fields that a package manager needs in package.json. */
export function packageManagerFields(input: Input, reads: ReadLog): Readonly<Record<string, Data>> {
  return setupOf(input, reads).package;
}

function setupOf({ selection, parts }: Input, reads: ReadLog): PackageManagerSetup {
  reads.answers.add('packageManager').add('node');
  const production = given(parts, 'dependencies', reads).flatMap(({ value }) => value);
  const development = given(parts, 'devDependencies', reads).flatMap(({ value }) => value);
  return packageManagerSetup({
    packageManager: selection.packageManager.name,
    node: selection.node,
    dependencies: [...production, ...development],
    overrides: overridesIn(mergeData(given(parts, 'package', reads), 'package.json')),
  });
}
