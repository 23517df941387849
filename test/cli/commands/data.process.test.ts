import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { data } from '../../../cli/commands/data';
import { Desk } from '../desk';

const ID = 'r-7544269e';
const parent = mkdtempSync(join(tmpdir(), 'data-'));
const directory = join(parent, 'shop');
const desk = new Desk({ directory });
const { session, engine } = desk;
afterAll(() => {
  desk.remove();
  rmSync(parent, { recursive: true, force: true });
});

const git = (...words: string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...words], {
    cwd: directory,
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim();
const done = { outputs: { status: 'recovered', plan: { id: ID }, audit: { newest: [] }, next: 'nothing' } };

test('data asks for the database at the commit that is checked out, by its whole hash', async () => {
  mkdirSync(directory);
  git('init', '-q');
  git('commit', '-q', '--allow-empty', '-m', 'v1');
  const shown = { info: 'PLAN', outputs: { status: 'planned', plan: { id: ID } } };
  engine.answers({ preview: shown, up: done });
  expect(await data(session, undefined, { backup: 'latest', yes: true })).toBe(0);
  const request = `-c commit=${git('rev-parse', 'HEAD')} -c scenario=database -c backup=latest`;
  expect(engine.typed()).toEqual([`preview ${request}`, `up --skip-preview -c confirm=${ID} ${request}`]);
});

test('where git does not tell which commit that is, the program is left to say why', async () => {
  rmSync(directory, { recursive: true });
  engine.answers({ preview: { outputs: { status: 'refused' } } });
  expect(await data(session, undefined, {})).toBe(1);
  expect(engine.typed()).toEqual(['preview -c commit=HEAD -c scenario=database']);
});
