import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** What Compose is called to do. */
const COMPOSE = '(build|config|create|down|exec|logs|ps|pull|restart|rm|run|start|stop|up)\\b';

/** What begins a line to type: a program with what it is to do, or an option of it. */
const PROGRAMS = [
  'pulumi [a-z-]',
  'docker (-|(cp|exec|kill|logs|ps|pull|restart|rm|rmi|run|start|stop|system|tag|version)\\b)',
  `docker compose( -| ${COMPOSE}| ?$)`,
  `docker-compose (-|${COMPOSE})`,
  'docker inspect( -| ?$)',
  // A checkout is also a thing: of that, more is said behind it than one word.
  'git (-|(clean|fetch|log|push|reset|restore|stash|status|submodule|switch)\\b|branch -|checkout (-|\\S*$))',
  'docker (network|volume) (connect|create|disconnect|inspect|ls|prune|rm)\\b',
  '(createdb|curl|df|dropdb|findmnt|ls|mkdir|mv|pg_dump|pg_restore|ps|psql|rm|ssh|tar) -',
  // With a URL, a path or a host behind it.
  '(curl|mkdir|ssh) (\\S*[@:\\u002f]|\\S*$)',
  'tar [a-z]*[cxt][a-z]*f\\b',
  'tools\\u002fsetup',
  '(chmod|chown|sudo|systemctl) ',
  'kill (-|\\d|$)',
];
/** What the server of a database is told. A name is behind it; what reads a dump has a pattern there. */
const SQL = [
  '(ALTER|CREATE|DROP) (DATABASE|EXTENSION|ROLE|SCHEMA|SUBSCRIPTION|TABLE|USER)( (?![(])|$)',
  '(COMMIT|ROLLBACK) PREPARED',
  '(SELECT|INSERT INTO|DELETE FROM|COMMENT ON) ',
  'pg_\\w+[(]',
];
const COMMAND_LINE = [...PROGRAMS, ...SQL]
  .map((line) => `\\b${line}`)
  // One of ours, and a second line after the first.
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

/** Identifiers and properties of these names. */
const named = (...names) => {
  const pattern = `/^(${names.join('|')})$/`;
  return `:matches(Identifier[name=${pattern}], MemberExpression[property.name=${pattern}])`;
};
/** What a plan, a decision or an attempt is: what follows from it is policy. */
const WHAT = [
  ...['action', 'commit', 'end', 'kind', 'mode', 'ok', 'outcome', 'planned', 'refused', 'revertWith'],
  ...['scenario', 'source', 'step', 'strategy', 'taken'],
];
/** Whether the host has done as it was asked is no verdict. */
const WHAT_IT_IS = `${named(...WHAT)}:not([object.name="answer"])`;
/** What is compared with one of these is that by another name. */
const STEPS = ['prepare', 'stop', 'restore', 'revert', 'restart', 'verify', 'undo'];
const VALUES = `/^(${[...STEPS, 'code', 'database', 'infrastructure', 'rollback'].join('|')})$/`;
/** Between which releases and images it goes. */
const FROM_AND_TO = named('before', 'from', 'of', 'target', 'to');
/** Compared, joined to another condition, or looked for in a list. */
const COMPARES = [
  'BinaryExpression[operator=/^[!=]==?$/]',
  'LogicalExpression[operator=/^(&&|[|]{2})$/]',
  'UnaryExpression[operator="!"]',
  'SwitchStatement',
  'CallExpression[callee.property.name=/^(has|includes)$/]',
].join(', ');
/** Narrow on purpose: whether something is there may be asked, and how much of it; what it is may not. */
const noPolicy = [
  {
    selector: [
      `:matches(${COMPARES}) > ${WHAT_IT_IS}`,
      `:matches(${COMPARES}) > ChainExpression > ${WHAT_IT_IS}`,
      `:matches(ConditionalExpression, IfStatement) > ${WHAT_IT_IS}.test`,
      `MemberExpression[computed=true] > ${WHAT_IT_IS}.property`,
      `:matches(BinaryExpression[operator=/^[!=]==?$/], SwitchCase) > Literal[value=${VALUES}]`,
    ].join(', '),
    message:
      'What follows from it is decided in machines/, by a function with a name: print what that gives.',
  },
  {
    selector: `:matches(ConditionalExpression, IfStatement) > ${FROM_AND_TO}`,
    message: 'Which release and images it goes to is decided in machines/: print what that gives.',
  },
  {
    selector: [
      'Literal[value=/^[0-9]+$/]',
      `:matches(BinaryExpression[operator=/^[-+*\u002f%]$/], CallExpression[callee.object.name="Math"]) > MemberExpression[property.name=/^(${STEPS.join('|')})$/]`,
    ].join(', '),
    message: 'How often, how many and how long is decided in machines/: print what that gives.',
  },
];

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
    files: ['index.ts', 'config.ts', 'audit/**/*.ts', 'cli/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', noProc] },
  },
  {
    files: ['cli/pulumi/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', noProc, noHostTools] },
  },
  {
    files: ['resources/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', noProc, ...noPolicy] },
  },
  {
    files: ['resources/process/**/*.ts', 'resources/transport/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', noProc, noHostTools, ...noPolicy] },
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
