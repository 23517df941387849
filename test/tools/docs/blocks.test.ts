import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STATES } from '../../machines/states';
import { BLOCKS, readBlock, withBlocks } from '../../../tools/docs/blocks';
import { configKeys, configTable } from '../../../tools/docs/config-table';
import { SCHEMAS } from '../../../tools/docs/schemas';
import { edges, stateDiagram } from '../../../tools/docs/state-diagram';

const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8');

test.each(Object.keys(BLOCKS))(
  'the block "%s" of README.md is as the sources make it (npm run docs)',
  (name) => {
    expect(readBlock(readme, name)).toBe(BLOCKS[name]?.());
  },
);

test.each(Object.keys(SCHEMAS))('docs/json/%s is as the sources make it (npm run docs)', (name) => {
  expect(readFileSync(join(__dirname, '../../../docs/json', name), 'utf8')).toBe(SCHEMAS[name]?.());
});

test('a schema forbids no field that a later version adds', () => {
  for (const make of Object.values(SCHEMAS)) expect(make()).not.toContain('additionalProperties": false');
});

test('bringing the blocks up to date leaves the rest of the text alone, and is done once', () => {
  const text = 'a\n<!-- config -->old<!-- /config -->\nb\n<!-- states -->\n<!-- /states -->\nc $& d\n';
  const updated = withBlocks(text);
  expect(updated.replace(configTable(), '').replace(stateDiagram(), '').split(/\s+/)).toEqual(
    text.replace('old', ' ').split(/\s+/),
  );
  expect(withBlocks(updated)).toBe(updated);
});

test.each([
  '',
  '<!-- config -->',
  '<!-- /config --><!-- config -->',
  '<!-- config --><!-- config --><!-- /config -->',
])('markers that are missing or out of order are an error: %j', (text) => {
  expect(() => readBlock(text, 'config')).toThrow('README.md needs <!-- config -->');
});

test('every key has a meaning, and the table a row for it', () => {
  for (const { key, meaning } of configKeys()) {
    expect([key, meaning]).toEqual([key, expect.stringMatching(/\w/)]);
    expect(configTable()).toContain(`| \`${key}\` |`);
  }
  expect(configTable()).toContain('| `deployment.database.name` | `chronos_financial` | database name |');
  expect(configTable()).toContain('| `timeouts.restart` | `180` |');
});

test('the diagram has every state and each way between two states once', () => {
  const lines = stateDiagram().split('\n');
  const arrows = lines.flatMap((line) => /(\w+) --> (\w+)/.exec(line)?.slice(1, 3).join(' ') ?? []);
  expect(new Set(arrows).size).toBe(arrows.length);
  for (const { key } of STATES)
    expect(lines.some((line) => new RegExp(`\\b${key}\\b`).test(line))).toBe(true);
});

test('the diagram has what the states that change the deployment have in common once, at their group', () => {
  const shared = edges().filter(({ from }) => from === 'change');
  expect(shared.map(({ to }) => to)).toEqual(['refused', 'undo', 'degraded']);
  for (const { to, label } of shared) expect(stateDiagram()).toContain(`  change --> ${to} : ${label}`);
  for (const state of ['stop', 'restore', 'revert', 'restart'])
    expect(stateDiagram()).toContain(`    ${state}\n`);
});

test.each([
  ['verify', 'undo', 'its undo had begun or worse than before'],
  ['verify', 'degraded', 'a required check failed, not worse'],
  ['change', 'degraded', 'failed, not undone unasked'],
  ['change', 'undo', 'failed, can be undone'],
  ['prepare', 'undo', 'the app was stopped first, and it failed or costs more'],
  ['stop', 'prepare', 'done'],
  ['change', 'refused', 'no longer as planned, or taken over'],
  ['undo', 'stranded', 'failed'],
  ['detect', 'undo', 'an undo is due'],
])('the way from %s to %s is said: %s', (from, to, label) => {
  expect(edges()).toContainEqual({ from, to, label });
});
