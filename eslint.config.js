import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** From top to bottom: a folder imports only itself and what stands below it. */
const layers = [
  { from: 'src/cli', above: [] },
  { from: 'generators', above: ['cli'] },
  { from: 'src/verify', above: ['cli', 'generators', 'repo'] },
  { from: 'src/repo', above: ['cli', 'generators', 'verify'] },
  { from: 'src/render', above: ['cli', 'generators', 'verify', 'repo'] },
  { from: 'src/selection', above: ['cli', 'generators', 'verify', 'repo', 'render'] },
  { from: 'src/pack', above: ['cli', 'generators', 'verify', 'repo', 'render', 'selection'] },
];

function importsPointDown({ from, above }) {
  const names = above.join('|');
  return {
    files: [`${from}/**/*.ts`],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^\\.\\.?/(?:.*/)?(?:${names})/`,
              message: `${from} stands below ${above.join(', ')} (docs/architecture.md): imports point down.`,
            },
          ],
        },
      ],
    },
  };
}

export default defineConfig([
  { ignores: ['dist/', 'coverage/', 'templates/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
    },
  },
  ...layers.filter(({ above }) => above.length > 0).map(importsPointDown),
  // Tools look for these default exports.
  {
    files: ['*.config.ts', 'generators/plopfile.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
]);
