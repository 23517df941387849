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
    'resources/made.ts': imports('../machines/model/fine', '../machines/detect/plan/codePlan', 'xstate'),
    'machines/detect/plan/codePlan.ts': imports(),
  });
  for (const name of ['xstate', 'zod', '@pulumi/pulumi'])
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
      'no policy in resources: resources/made.ts → PACKAGE',
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
