import { undo, up } from '../../../cli/commands/up';
import { aStop, Desk } from '../desk';

const ID = 'r-7544269e';
const desk = new Desk();
const { session, engine } = desk;
beforeEach(() => desk.clear());
afterAll(() => desk.remove());

const shown = (status: string) => ({ info: 'PLAN', outputs: { status, plan: { id: ID } } });
const done = {
  outputs: {
    status: 'recovered',
    plan: { id: ID },
    audit: { newest: [{ id: ID, summary: 'recovered: at v2' }] },
    next: 'mend v3',
  },
};

describe('up', () => {
  test('confirms the plan that the preview has shown, with the request that was previewed', async () => {
    engine.answers({ preview: shown('planned'), up: done });
    expect(
      await up(session, undefined, {
        to: 'v2',
        scenario: 'code',
        service: 'a,b',
        reason: 'it broke',
        yes: true,
      }),
    ).toBe(0);
    const request = '-c commit=v2 -c scenario=code -c service=a,b -c reason=it broke';
    expect(engine.typed()).toEqual([`preview ${request}`, `up --skip-preview -c confirm=${ID} ${request}`]);
    expect(desk.read()).toMatch(/END {4}recovered: at v2\nDO {5}mend v3\n$/);
  });

  test('names no line that takes back what -c has saved: nothing of it is kept here', async () => {
    const saved = 'what -c or config set has saved is taken back by: pulumi config rm commit';
    engine.answers({ up: { outputs: { ...done.outputs, next: `nothing to do; ${saved}; mend v3` } } });
    await up(session, ID, { to: 'v2' });
    expect(desk.read()).toMatch(/\nDO {5}nothing to do; mend v3\n$/);
  });

  test('asks for a backup in the words of the configuration', async () => {
    engine.answers({ up: done });
    await up(session, ID, { scenario: 'database', backup: 'latest', stopFirst: true });
    const request = '-c scenario=database -c backup=latest -c stopFirst=true';
    expect(engine.typed()).toEqual([`up --skip-preview -c confirm=${ID} ${request}`]);
  });

  test('with a plan that was shown asks nothing and previews nothing', async () => {
    engine.answers({ up: done });
    expect(await up(session, ID, {})).toBe(0);
    expect(engine.typed()).toEqual([`up --skip-preview -c confirm=${ID}`]);
  });

  test.each([
    [false, ['image of web: no record'], 0],
    [true, ['image of web: no record'], 1],
    [true, [], 0],
  ])('strict %p: a recovery of which %j is unproven ends with %d', async (strict, unproven, code) => {
    engine.answers({ up: { outputs: { ...done.outputs, unproven } } });
    expect(await up(session, ID, { strict })).toBe(code);
    expect(desk.read().includes('UNPROVEN image of web: no record')).toBe(unproven.length > 0);
  });

  test.each([
    ['healthy', 0],
    ['refused', 1],
    ['recovered', 0],
  ])('stops at a preview that says %s, with %d', async (status, code) => {
    engine.answers({ preview: shown(status) });
    expect(await up(session, undefined, { yes: true })).toBe(code);
    expect(engine.typed()).toEqual(['preview']);
  });

  test('without a terminal and --yes changes nothing and gives the line to type', async () => {
    engine.answers({ preview: shown('planned') });
    await expect(up(session, undefined, {})).rejects.toThrow(
      aStop('cli.nobody-to-ask', new RegExp(`--yes\\b.*\\n {2}pulumi up --skip-preview -c confirm=${ID}$`)),
    );
    expect(engine.typed()).toEqual(['preview']);
  });

  test.each([
    ['preview', ['preview']],
    ['up', ['preview', `up --skip-preview -c confirm=${ID}`]],
  ])("ends with Pulumi's code when %s fails", async (command, typed) => {
    engine.answers({
      preview: shown('planned'),
      [command]: { ...shown('planned'), error: 'broken', code: 1 },
    });
    expect(await up(session, undefined, { yes: true })).toBe(1);
    expect(engine.typed()).toEqual(typed);
    expect(desk.read()).toContain('error: broken');
  });
});

describe('an update that fails', () => {
  test.each([
    ['an error of the engine', { error: 'the container cannot be made' }, './rollback recover --stack test'],
    ['words of its own', { stderr: 'error: something else' }, './rollback recover --stack test'],
    ['a lock', { stderr: 'error: the stack is currently locked' }, './rollback recover --stack test'],
    ['no stack', { stderr: "error: no stack named 'test' found" }, 'pulumi stack init test'],
    ['outputs', done, 'mend v3'],
    ['words from before it has begun', { stderr: 'error: no passphrase', early: true }, undefined],
  ])('with %s says once what to do', async (_, answer, line) => {
    engine.answers({ up: { ...answer, code: 1 } });
    expect(await up(session, ID, {})).toBe(1);
    expect(desk.read().match(/^DO .*$/gm)).toEqual(line === undefined ? null : [`DO     ${line}`]);
  });
});

test('undo previews and confirms an undo', async () => {
  engine.answers({ preview: shown('planned'), up: done });
  expect(await undo(session, 'r-00c0ffee', { yes: true })).toBe(0);
  expect(engine.typed()).toEqual([
    'preview -c undo=r-00c0ffee',
    `up --skip-preview -c confirm=${ID} -c undo=r-00c0ffee`,
  ]);
});
