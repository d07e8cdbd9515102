/** One selection that is created, checked and booted for real. */
export interface Proven {
  readonly name: string;
  readonly flags: readonly string[];
}

const alone = (practice: string): Proven => ({
  name: practice,
  flags: ['--preset', 'minimal', '--without', 'migrations', '--with', practice],
});
const preset = (name: string): Proven => ({ name, flags: ['--preset', name] });

/** The presets: what most people start with. */
export const presets: readonly Proven[] = ['minimal', 'standard', 'everything'].map(preset);

/** The base with nothing, then each practice and each option value by itself. */
export const eachAlone: readonly Proven[] = [
  { name: 'nothing', flags: ['--preset', 'minimal', '--without', 'migrations'] },
  ...[
    'migrations',
    'cache=memory',
    'cache=memory-redis',
    'queue=postgres',
    'queue=redis',
    'auth=jwt',
    'auth=oidc',
    'breaker',
    'ci=github',
    'ci=gitlab',
    'k6',
  ].map((practice) =>
    practice === 'migrations'
      ? { name: practice, flags: ['--preset', 'minimal'] }
      : alone(practice),
  ),
];
