import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Site } from '../../../support/host/host';

let site: Site;
const file = () => join(site.state, 'BY-HAND.txt');
const text = () => readFileSync(file(), 'utf8');
const V1 = 'a'.repeat(40);
const image = (digit: string) => `sha256:${digit.repeat(64)}`;
let values: Record<string, string> = {};

beforeEach(async () => {
  site = new Site();
  site.withoutDocker();
  site.release('v1', { file: 'one\n' });
  await site.open();
  values = {
    RUNBOOK_TO: `commit ${V1}\nname v1\nsubject It's "fine"\nfiles compose.yml\nimage web - shop/web:v1\nimage api ${image('1')} api:latest`,
    BACKUPS: '/backups',
    DATABASE_SERVICE: 'db',
  };
});
afterEach(() => site.remove());
const step = (more: Record<string, string> = {}, body = 'succeed done') =>
  site.step('verify', { IMAGES: '' }, { ...values, ...more }, body);

test('is left by the last step of an attempt for its owner alone, and says in words what is not known', async () => {
  expect(await step()).toMatchObject({ ok: true, summary: 'done' });
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(text()).toContain(`cd '${site.directory}'`);
  expect(text()).toContain(`RELEASE ${V1} v1 "It's "fine""`);
  for (const words of [
    'Docker did not answer',
    'No release before this one is on record',
    'The image of web is not known',
  ])
    expect(text()).toContain(words);
  // Whatever is no command is a comment: a section is pasted as a whole.
  execFileSync('bash', ['-n', file()]);
});

test('is left by a step that fails, and by no other one that others follow', async () => {
  const other = (body: string, name = 'stop') => site.step(name, {}, values, body);
  expect(await other('succeed done')).toMatchObject({ ok: true });
  expect(existsSync(file())).toBe(false);
  expect(await other('turn_down plan.outdated nothing', 'revert')).toMatchObject({ refused: true });
  expect(existsSync(file())).toBe(false);
  expect(await other('fail step.unexpected so', 'revert')).toMatchObject({ ok: false });
  expect(text()).toContain(`by step revert of rollback ${site.rollback}`);
});

test('fails no step where it cannot be written, and what was there stays', async () => {
  writeFileSync(file(), 'former\n');
  mkdirSync(join(site.state, 'BY-HAND.txt.new'));
  expect(await step()).toMatchObject({ ok: true, summary: `done, ${file()} could not be written` });
  expect(text()).toBe('former\n');
});

test('has nothing that is secret', async () => {
  site.write({ '.env': 'DB_PASSWORD=open-sesame\n' });
  const variables = 'variable APP_KEY=12345678\nvariable MODE=open-sesame\nvariable TAG=v 1';
  const HEALTH = 'web=http://localhost/?key=open-sesame\napi=http://localhost:1/health';
  await step({ RUNBOOK_TO: `${values['RUNBOOK_TO'] ?? ''}\n${variables}`, HEALTH });
  expect(text()).not.toMatch(/open-sesame|12345678/);
  expect(text()).toContain("env 'TAG=v 1' docker");
  expect(text()).toContain('APP_KEY is secret');
  expect(text()).toContain('web has a secret in its address');
  expect(text()).toContain('http://localhost:1/health');
});

test('names the release before by the record, and passes over those that a rollback has left', async () => {
  const line = (commit: string, digit: string, more = '') =>
    `{"v":2,"number":${digit},"commit":"${commit.repeat(40)}","tag":"","subject":"S","outcome":"healthy","images":{"api":"${image(digit)}"},"references":{"api":"api:${digit}"}${more}}\n`;
  const before = () => /^# == 3\. RELEASE #(\d)/m.exec(text())?.[1];
  const record = join(site.state, 'deployments.jsonl');
  writeFileSync(record, line('b', '2') + line('c', '3') + line('a', '1'));
  await step();
  expect(before()).toBe('3');
  expect(text()).toContain(`# It has no file compose.yml`);
  mkdirSync(join(site.state, 'holds'));
  writeFileSync(join(site.state, 'holds', 'r-0badc0de'), `mode=release\ncommit=${'c'.repeat(40)}\n`);
  await site.step('undo', { IMAGES: '', OF: site.rollback }, values, 'succeed done');
  expect(before()).toBe('2');
  rmSync(record);
});
