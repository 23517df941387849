// The layers of the program, for dependency-cruiser: who may import whom, types included.

/** Folders below machines/ from the bottom up: each imports those of the lines above, and itself. */
const MACHINES = [
  ['text'],
  ['model'],
  ['config', 'postgres'],
  ['compose'],
  ['detect/history', 'detect/identify'],
  ['detect/observe', 'detect/diagnose'],
  ['detect/refusals'],
  ['detect/plan'],
  ['detect/choose', 'detect/consent'],
  ['detect/detect.ts'],
  ['lifecycle'],
  ['rollback.ts'],
];
/** What stands on them: machines/ decides, the others tell, carry out, and are asked. */
const PROGRAM = [['machines/'], ['config.ts'], ['audit/'], ['resources/'], ['cli/', 'index.ts']];

const rule = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });
const anyOf = (places) => `^(${places.join('|')})`;

/** For each line of `layers`: what it must not import is all from its own line on, but itself. */
const upwards = (layers) =>
  layers.flatMap((line, height) =>
    line
      .map((place) => {
        const above = layers
          .slice(height)
          .flat()
          .filter((other) => other !== place);
        const said = `${place} imports only what stands below it, see tools/check/layers.cjs`;
        return rule(`upwards: ${place}`, { path: anyOf([place]) }, { path: anyOf(above) }, said);
      })
      .filter(({ to }) => to.path !== '^()'),
  );

/** Modules of Node that compute and look at nothing. */
const PURE = ['path', 'crypto', 'buffer', 'util'];

/**
 * What each place uses of Node beside PURE, and of npm. All else is out: a socket reaches the host as well as a process or
 * a file does. What starts processes, opens files or makes resources has rules of its own below.
 */
const USES = [
  { place: 'config.ts', node: ['os'], npm: [] },
  { place: 'index.ts', node: [], npm: ['@pulumi/pulumi', 'xstate'] },
  { place: 'audit/', node: [], npm: ['zod'] },
  { place: 'resources/', node: ['os'], npm: ['@pulumi/(pulumi|command|docker)', 'zod'] },
  {
    place: 'cli/',
    node: ['os', 'readline', 'string_decoder', 'timers/promises'],
    npm: ['commander', 'picocolors', 'wrap-ansi', 'yaml', 'zod'],
  },
];
const RULED = ['child_process', 'fs', 'fs/promises'];

/** For each place, what it uses and nothing else. */
const listed = USES.flatMap(({ place, node, npm }) => [
  rule(
    `modules of Node: ${place}`,
    { path: anyOf([place]) },
    { dependencyTypes: ['core'], pathNot: `^(node:)?(${[...PURE, ...RULED, ...node].join('|')})$` },
    'What reaches the host is in few folders: see USES in tools/check/layers.cjs.',
  ),
  rule(
    `packages: ${place}`,
    { path: anyOf([place]) },
    { path: '^node_modules/', pathNot: `^node_modules/(@types/)?(${npm.join('|')})/` },
    'A package may reach the host: see USES in tools/check/layers.cjs.',
  ),
]);

const core = (...names) => ({ dependencyTypes: ['core'], path: `^(node:)?(${names.join('|')})$` });
/** What starts processes here: the front door's way to the host, and what runs Pulumi's CLI or looks for it. */
const STARTS = ['resources/transport/process\\.ts$', 'resources/process/', 'cli/pulumi/'];
/** What opens files here: our own host scripts, a preview's record, and the configuration of a stack. */
const OPENS = ['resources/script/', 'resources/process/', 'cli/pulumi/'];

module.exports = {
  forbidden: [
    rule(
      'no cycle',
      {},
      { circular: true },
      'Two files that need each other are one idea, or lack a third one.',
    ),
    { ...rule('no cycle of folders', {}, { circular: true }, 'The same of two folders.'), scope: 'folder' },
    rule(
      'pure machines',
      { path: '^machines/' },
      { pathNot: '^(machines/|node_modules/(xstate|zod|yaml)/)', dependencyTypesNot: ['core'] },
      'Policy is pure: xstate, zod and yaml, and no Pulumi.',
    ),
    rule(
      'pure modules of Node',
      { path: '^machines/' },
      { dependencyTypes: ['core'], pathNot: `^(node:)?(${PURE.join('|')})$` },
      'Policy looks at nothing by itself.',
    ),
    ...upwards(
      MACHINES.map((line) => line.map((name) => `machines/${name}${name.endsWith('.ts') ? '' : '/'}`)),
    ),
    ...upwards(PROGRAM),
    rule(
      'no policy in resources',
      { path: '^resources/' },
      {
        path: '^machines/(rollback\\.ts$|detect/(detect\\.ts$|plan/codePlan\\.ts$|(choose|consent|refusals|diagnose|identify)/))',
      },
      'They act: what is to be done was decided.',
    ),
    ...listed,
    rule(
      'packages that are there',
      { path: anyOf(PROGRAM.flat()) },
      { couldNotResolve: true },
      'What is not installed is in no list.',
    ),
    rule(
      'one door to the host',
      { path: anyOf(PROGRAM.flat()), pathNot: anyOf(STARTS) },
      core('child_process'),
      'The deployment may be on another machine: HostClient runs a script of host/ there.',
    ),
    rule(
      'commands by the transport',
      { path: anyOf(PROGRAM.flat()), pathNot: '^resources/transport/' },
      { path: 'node_modules/@pulumi/command/' },
      'What runs on the host runs through HostClient and its transport.',
    ),
    rule(
      "Docker's resources in one folder",
      { path: anyOf(PROGRAM.flat()), pathNot: '^resources/docker/' },
      { path: 'node_modules/@pulumi/docker/' },
      'All else asks for pins and probes.',
    ),
    rule(
      'no files of the host',
      { path: anyOf(PROGRAM.flat()), pathNot: anyOf(OPENS) },
      core('fs', 'fs/promises'),
      'The state directory may be on another machine: a script of host/ reads it.',
    ),
    rule(
      'Pulumi without the host',
      { path: anyOf(['cli/pulumi/', 'resources/process/']) },
      { path: '^(machines/config/stateDirectory\\.ts$|cli/host/|resources/(host|transport)/)' },
      'What may start processes and open files does not know where the host keeps anything.',
    ),
    rule(
      'front door without Pulumi',
      { path: '^cli/' },
      { path: 'node_modules/@pulumi/', reachable: true },
      'Its libraries take longer to load than all else; the front door runs the CLI.',
    ),
    rule(
      'whole without tools and tests',
      { path: anyOf(PROGRAM.flat()) },
      { path: '^(test|tools|demo)/' },
      'What users run needs neither.',
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: 'node_modules/.*/node_modules',
  },
};
