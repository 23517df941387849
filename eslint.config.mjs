import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** What begins a line to type: a program with what it is to do, an option of it, or a second line after the first. */
const COMMAND_LINE = [
  'pulumi [a-z-]',
  'docker (-|exec|logs|ps|run|system|version)',
  'docker (compose|inspect)( -| (config|down|exec|up)| ?$)',
  'docker-compose (-|config|down|exec|up)',
  'git (-|fetch|log|stash|status|submodule|checkout (-|$))',
  '(df|findmnt|ls|mv|ps|psql|rm) -',
  'sudo ',
]
  .map((line) => `\\b${line}`)
  .concat('[.]\\u002frollback\\b', '&& ')
  .join('|');

/** Of a text, alone or with values in it. */
const text = (pattern) => `:matches(Literal[value=${pattern}], TemplateElement[value.raw=${pattern}])`;
const noProc = {
  selector: text('/\\/proc\\b/'),
  message: 'Not every operator has it: ask ps, or a script of host/.',
};
const noHostTools = {
  selector: text('/\\b(docker|flock|setsid)\\b/'),
  message: 'Only the host has it: a script of host/ calls it, by HostClient.',
};

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
    files: ['machines/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: text(`/${COMMAND_LINE}/`),
          message: 'Policy spells no line to type: give a remedy, and audit/text makes the line.',
        },
      ],
    },
  },
  {
    // What the operator's machine runs; its imports are held by tools/check/layers.cjs.
    files: ['index.ts', 'config.ts', 'audit/**/*.ts', 'cli/**/*.ts', 'resources/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', noProc] },
  },
  {
    files: ['cli/pulumi/**/*.ts', 'resources/process/**/*.ts', 'resources/transport/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', noProc, noHostTools] },
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
);
