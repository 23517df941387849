import { isFull } from '../support/depth';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plan } from '../fixtures';
import { CACHE, ROOT } from '../offline-plugins/setup';
import { Stack } from '../offline-plugins/stack';

/** In a preview it shows a plan of an id by chance; `runs` has a line for what each run showed or recalled. */
const PROGRAM = `
require('./tools/typescript.cjs');
const { randomBytes } = require('node:crypto');
const { appendFileSync } = require('node:fs');
const pulumi = require('@pulumi/pulumi');
const { recall, remember } = require(${JSON.stringify(join(ROOT, 'resources/process/previewRecord'))});
const name = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join('/');
const id = 'r-' + randomBytes(4).toString('hex');
const tell = (word) => appendFileSync('runs', word + '\\n');
if (pulumi.runtime.isDryRun()) {
  remember(name, { kind: 'plan', plan: { ...JSON.parse(process.env.GIVEN), id } });
  tell('showed ' + id);
} else {
  tell('recalled ' + (recall(name)?.plan?.id ?? 'nothing'));
}
`;

const directory = mkdtempSync(join(tmpdir(), 'shown-'));
process.env['TMPDIR'] = directory;
const made = (name: string, first: readonly string[] = []) => {
  const stack = new Stack(join(directory, name), PROGRAM, first);
  stack.tell(plan());
  return stack;
};
const runs = (name: string): string[] => {
  const file = join(directory, name, 'runs');
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  rmSync(file);
  return lines;
};
const up = (stack: Stack) => stack.pulumi('up', '--yes', '--non-interactive');
/** What an update recalls when its own preview was the first of two runs. */
const met = ([showed = '']: string[]) => [showed, showed.replace('showed', 'recalled')];

/** A program that runs the real one as a child of its own, as version managers do. */
function wrapped(program: string, real: string): void {
  const file = join(directory, 'wrappers', program);
  writeFileSync(file, `#!/bin/sh\n"${real}" "$@"\n`);
  chmodSync(file, 0o755);
}

// Both are the stack organization/plugins-test/dev, each of a backend of its own.
const one = made('one');
const other = made('other', [join(directory, 'wrappers')]);
beforeAll(async () => {
  mkdirSync(join(directory, 'wrappers'));
  wrapped('node', process.execPath);
  wrapped('pulumi-language-nodejs', join(CACHE, 'bin/pulumi-language-nodejs'));
  await Promise.all([one, other].map((stack) => stack.pulumi('stack', 'init', 'dev')));
});
afterAll(() => rmSync(directory, { recursive: true }));

test('two updates at once, one of them with wrapped programs, recall what their own previews showed', async () => {
  await Promise.all([up(one), up(other)]);
  const both = [runs('one'), runs('other')];
  expect(both).toEqual(both.map(met));
  expect(both[0]).not.toEqual(both[1]);
});

// A record that is gone, or of another preview, is looked for in previewRecord.test.
if (isFull)
  test('an update without a preview recalls nothing, whatever a preview before it showed', async () => {
    await one.pulumi('preview');
    await one.change('up');
    expect(runs('one')).toEqual([expect.stringMatching(/^showed r-/), 'recalled nothing']);
  });
