import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** `machines` decides and knows no Pulumi; `resources` acts and knows no policy; only index.ts sees both. */
const forbid = (...patterns) => ({
  'no-restricted-imports': ['error', { patterns: patterns.map((group) => ({ group: [group] })) }],
});

export default tseslint.config(
  { ignores: ['node_modules', 'out'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strict],
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}', 'tools/setup'],
    languageOptions: {
      globals: {
        process: 'readonly',
        __dirname: 'readonly',
        console: 'readonly',
        fetch: 'readonly',
        setInterval: 'readonly',
        setTimeout: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
  {
    files: ['demo/**/public/*.js'],
    languageOptions: { globals: { document: 'readonly', FormData: 'readonly' } },
  },
  { files: ['machines/**/*.ts'], rules: forbid('@pulumi/*', '**/resources/**', '**/resources') },
  {
    files: ['resources/**/*.ts'],
    rules: forbid('xstate', '**/machines/rollback', '**/machines/detect/plan/codePlan'),
  },
);
