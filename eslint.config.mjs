import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

/** Who may import whom, by folder (see ARCHITECTURE.md); test/unit/import-graph.test.ts follows the whole graph. */
/** @type {import("eslint").Linter.RulesRecord} */
const noNodeOrElectron = {
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        { group: ['electron', 'electron/*', 'node:*', 'dockerode', 'keytar', 'libsql'], message: 'Not in this layer.' },
      ],
    },
  ],
}

export default tseslint.config(
  { ignores: ['build/out/**', 'build/dist/**', 'test/results/**'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Schema and type share a name.
      '@typescript-eslint/no-redeclare': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  { files: ['shared/**/*.ts'], rules: noNodeOrElectron },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { ...reactHooks.configs.recommended.rules, ...noNodeOrElectron },
  },
  {
    files: ['electron/core/**/*.ts', 'electron/adapters/**/*.ts', 'electron/cli/**/*.ts', 'electron/ipc/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { paths: [{ name: 'electron', message: 'Only in electron/shell.' }] }],
    },
  },
  {
    files: ['electron/core/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: ['electron', 'dockerode', 'keytar', 'libsql'], patterns: ['**/adapters/**', '**/shell/**'] },
      ],
    },
  },
)
