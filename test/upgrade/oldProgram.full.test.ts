import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { close } from '../../cli/commands/close';
import type { Session } from '../../cli/pulumi/session';
import { forgetStacks, PulumiOperator } from '../chaos/engine/pulumi';
import { ROOT } from '../chaos/engine/cli';
import { kill, marked } from '../chaos/harness/processes';
import { deploymentConfig } from '../chaos/world/scenarios';
import { World } from '../chaos/world/world';
import { chain, type ChainName, type Turn } from './chains';
import { OldCheckout } from './checkout';
import { ask, standing, update } from './turns';

/** The last version whose journals have no codes, and that restored in place. */
const VERSION = 'f8bf3ff';

let world: World;
let old: OldCheckout;
beforeAll(async () => {
  old = new OldCheckout(VERSION);
  world = new World();
  await world.launch();
});
afterAll(() => {
  kill(marked(`${world.project}-*`));
  forgetStacks(world);
  world.remove();
  old.remove();
});

/** The same once more. */
const again: Turn = { name: 'again', end: 'open' };
const undo: Turn = { name: 'undo', ask: (_, last) => ({ undo: last }), end: 'undone' };

/** How many resources an update has counted as unchanged, and whether it counted anything else. */
const counts = (text: string): string[] =>
  text.match(/\d+ (unchanged|created|updated|deleted|replaced)$/gm) ?? [];

/** The update that made the last lines of the journal, once more: nothing may be left to do. */
async function replays(operator: PulumiOperator): Promise<void> {
  const before = { journal: world.journalText(), standing: world.standing(), effects: world.effects() };
  const { code, text } = await update(operator, again);
  expect({ code, text, counts: counts(text).map((one) => one.replace(/^\d+ /, '')) }).toEqual({
    code: 0,
    text,
    counts: ['unchanged'],
  });
  expect({ journal: world.journalText(), standing: world.standing(), effects: world.effects() }).toEqual(
    before,
  );
}

/** The turns of a chain, of which the first so many are the old program's. */
async function turns(name: ChainName, ofOld: number, more: readonly Turn[] = []): Promise<PulumiOperator> {
  const { prepares, turns: own } = chain(name);
  await world.reset();
  prepares?.(world);
  const operator = new PulumiOperator(world, name, 'plain', old.root);
  let id = '';
  for (const [index, turn] of [...own, ...more].entries()) {
    if (index === ofOld) operator.move(ROOT);
    id = await ask(operator, turn, id);
    const { text } = await update(operator, turn);
    expect(`${standing(world)}${standing(world) === turn.end ? '' : `: ${text}`}`).toBe(turn.end);
  }
  operator.move(ROOT);
  return operator;
}

test.each<ChainName>(['code', 'database', 'restart', 'all', 'script', 'in-place-recovered'])(
  'replays what the old program has done: %s',
  async (name) => replays(await turns(name, 9)),
);

test.each<ChainName>([
  'cut-prepare',
  'cut-restart',
  'cut-verify',
  'cut-restore',
  'cut-stop',
  'cut-own-undo',
  'cut-undo',
])('finishes what the old program had begun: %s', async (name) => {
  const operator = await turns(name, name === 'cut-undo' ? 2 : 1);
  if (name !== 'cut-own-undo') await replays(operator);
});

test.each<ChainName>(['stop-first', 'build', 'degraded'])(
  'undoes what the old program has done: %s',
  async (name) => {
    const operator = name === 'degraded' ? await turns(name, 1) : await turns(name, 1, [undo]);
    await replays(operator);
  },
);

/** How an operator closes by hand what the front door of this stack knows. */
async function closed(id: string): Promise<void> {
  const config = join(world.parent, 'by-hand.yaml');
  const own = Object.entries({ ...deploymentConfig(world), operator: 'ann' }).map(([key, value]) => [
    `chronos-rollback:${key}`,
    value.startsWith('{') ? (JSON.parse(value) as object) : value,
  ]);
  writeFileSync(config, stringify({ config: Object.fromEntries(own) as object }));
  const session = { place: { config }, output: { write: () => undefined } } as unknown as Session;
  expect(await close(session, id, { as: 'undone' })).toBe(0);
}

test.each<ChainName>(['in-place-cut', 'in-place-cut-late'])(
  'brings back by hand what the old program has left in the middle in place: %s',
  async (name) => {
    const operator = await turns(name, 1);
    const journal = world.journalText();
    const { code, text } = await update(operator, again);
    expect(code).not.toBe(0);
    expect(world.journalText()).toBe(journal);
    const [, commands = '', id = ''] =
      / by hand: (.*?); then \.\/rollback close (r-[0-9a-f]{8}) --as undone/.exec(text) ?? [];
    execFileSync('bash', ['-c', commands], { env: { ...process.env, ...world.env }, stdio: 'pipe' });
    const { head, modified, content } = world.standing();
    expect({ head, modified }).toEqual({
      head: world.commits['v2'],
      modified: expect.stringContaining('edited on the host') as string,
    });
    expect(content).toBe(world.data.live);
    // Whoever was killed keeps the lease until it runs out.
    rmSync(join(world.state, 'lease'));
    await closed(id);
    const { outputs } = await update(operator, again);
    expect(outputs).toMatchObject({ status: 'refused', code: 'strategy.in-place' });
    expect(world.journalText().split('\n').at(-2)).toMatch(/^\{"v":2,"type":"close",/);
  },
);
