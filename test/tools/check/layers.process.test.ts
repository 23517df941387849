import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../load';

const directory = mkdtempSync(join(tmpdir(), 'layers-'));
afterAll(() => rmSync(directory, { recursive: true }));

const write = (files: Readonly<Record<string, string>>) => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
};
const imports = (...names: string[]) =>
  `${names.map((name, index) => `import type { A as A${index} } from '${name}';\n`).join('')}export type A = string;\n`;

test('the layers of a program are held: each rule names who breaks it', () => {
  write({
    'tsconfig.json': '{}',
    'machines/text/upwards.ts': imports('../model/fine'),
    'machines/model/fine.ts': imports('xstate', 'zod', 'node:path', './twin'),
    'machines/model/twin.ts': imports('./fine'),
    'machines/detect/observe/looks.ts': imports(
      'node:child_process',
      '@pulumi/pulumi',
      '../../../audit/told',
    ),
    'machines/detect/plan/first.ts': imports('../refusals/fine'),
    'machines/detect/refusals/fine.ts': imports(),
    'machines/detect/refusals/second.ts': imports('../plan/first'),
    'audit/told.ts': imports('../resources/made'),
    'resources/made.ts': imports(
      '../machines/model/fine',
      '../machines/detect/plan/codePlan',
      '../machines/detect/consent/consent',
      'xstate',
    ),
    'machines/detect/plan/codePlan.ts': imports(),
    'machines/detect/consent/consent.ts': imports(),
    'resources/host/dials.ts': imports(
      'node:http',
      'node:net',
      'node:worker_threads',
      'node:os',
      'dockerode',
    ),
    'audit/dials.ts': imports('node:cluster', 'node:os', 'zod', '@pulumi/pulumi'),
    'cli/dials.ts': imports('execa', 'xstate', 'node:module', 'node:readline', 'node:timers/promises'),
    'config.ts': imports('node:os', 'node:dgram', 'zod'),
    'index.ts': imports('xstate', '@pulumi/pulumi', 'node:tls', 'dockerode'),
    'resources/process/fine.ts': imports('node:child_process', 'node:fs'),
    'resources/makes.ts': imports('@pulumi/pulumi'),
    'resources/runs.ts': imports('@pulumi/command', '@pulumi/docker'),
    'resources/transport/fine.ts': imports('@pulumi/command'),
    'resources/docker/fine.ts': imports('@pulumi/docker'),
    'cli/loads.ts': imports('./between', './pulumi/knows'),
    'cli/between.ts': imports('../resources/makes', '../resources/process/fine'),
    'cli/pulumi/knows.ts': imports('node:child_process', 'node:fs', '../host/reads'),
    'cli/host/reads.ts': imports('node:child_process', 'node:fs/promises'),
  });
  for (const name of ['xstate', 'zod', 'dockerode', '@pulumi/pulumi', '@pulumi/command', '@pulumi/docker'])
    write({
      [`node_modules/${name}/package.json`]: '{"main":"main.js"}',
      [`node_modules/${name}/main.js`]: '',
    });
  const words = [
    '--config',
    join(root, 'tools/check/layers.cjs'),
    '--output-type',
    'json',
    'machines',
    'audit',
    'resources',
    'cli',
    'config.ts',
    'index.ts',
  ];
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/depcruise'), words, {
    cwd: directory,
    encoding: 'utf8',
  });
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { from: string; to: string; rule: { name: string } }[] };
  };
  const found = summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`);
  expect([...new Set(found.map((line) => line.replace(/node_modules.*/, 'PACKAGE')))].sort()).toEqual(
    [
      'no cycle: machines/model/fine.ts → machines/model/twin.ts',
      'front door without Pulumi: cli/between.ts → PACKAGE',
      'front door without Pulumi: cli/loads.ts → PACKAGE',
      'commands by the transport: resources/runs.ts → PACKAGE',
      "Docker's resources in one folder: resources/runs.ts → PACKAGE",
      'no files of the host: cli/host/reads.ts → fs/promises',
      'one door to the host: cli/host/reads.ts → child_process',
      'one door to the host: machines/detect/observe/looks.ts → child_process',
      'Pulumi without the host: cli/pulumi/knows.ts → cli/host/reads.ts',
      'modules of Node: audit/: audit/dials.ts → cluster',
      'modules of Node: audit/: audit/dials.ts → os',
      'modules of Node: cli/: cli/dials.ts → module',
      'modules of Node: config.ts: config.ts → dgram',
      'modules of Node: index.ts: index.ts → tls',
      'modules of Node: resources/: resources/host/dials.ts → http',
      'modules of Node: resources/: resources/host/dials.ts → net',
      'modules of Node: resources/: resources/host/dials.ts → worker_threads',
      'packages that are there: cli/dials.ts → execa',
      'packages: audit/: audit/dials.ts → PACKAGE',
      'packages: cli/: cli/dials.ts → PACKAGE',
      'packages: config.ts: config.ts → PACKAGE',
      'packages: index.ts: index.ts → PACKAGE',
      'packages: resources/: resources/host/dials.ts → PACKAGE',
      'packages: resources/: resources/made.ts → PACKAGE',
      'no policy in resources: resources/made.ts → machines/detect/consent/consent.ts',
      'no policy in resources: resources/made.ts → machines/detect/plan/codePlan.ts',
      'no cycle of folders: machines/detect/plan → machines/detect/refusals',
      'no cycle of folders: machines/detect/refusals → machines/detect/plan',
      'pure machines: machines/detect/observe/looks.ts → PACKAGE',
      'pure machines: machines/detect/observe/looks.ts → audit/told.ts',
      'pure modules of Node: machines/detect/observe/looks.ts → child_process',
      'upwards: audit/: audit/told.ts → resources/made.ts',
      'upwards: machines/: machines/detect/observe/looks.ts → audit/told.ts',
      'upwards: machines/detect/refusals/: machines/detect/refusals/second.ts → machines/detect/plan/first.ts',
      'upwards: machines/text/: machines/text/upwards.ts → machines/model/fine.ts',
    ].sort(),
  );
});

test.each([
  ['a process is looked for in /proc', 'cli/exit.ts', "export const a = '/proc/1/stat';", 1],
  ['so it is by a template', 'resources/executor.ts', 'export const a = (n: string) => `/proc/${n}/fd`;', 1],
  ['docker is called', 'cli/pulumi/process.ts', "export const a = ['docker', 'ps'];", 1],
  [
    'flock or setsid is called',
    'resources/process/diagnostics.ts',
    "export const a = 'setsid flock -n x';",
    1,
  ],
  ['a line to type names docker', 'cli/host/retainedDatabases.ts', "export const a = 'docker exec';", 0],
])('the linter tells where %s: in %s', (_, file, text, problems) => {
  const words = ['--stdin', '--stdin-filename', join(root, file), '--format', 'json'];
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/eslint'), words, {
    cwd: root,
    input: text,
    encoding: 'utf8',
  });
  const [{ messages } = { messages: [] }] = JSON.parse(stdout) as { messages: { ruleId: string }[] }[];
  expect(messages.map(({ ruleId }) => ruleId)).toEqual(Array(problems).fill('no-restricted-syntax'));
});
