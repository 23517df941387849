import { depth } from '../support/depth';
import { idsOf, lookAt } from './outside';
import { practiceCalled } from './practices/all';
import { undo } from './rollbacks';
import { Site } from './site';

jest.setTimeout(240_000);

let site: Site | undefined;
afterEach(() => site?.remove());

async function deployed(title: string): Promise<{ at: Site; good: unknown; bad: unknown }> {
  const at = (site = new Site(practiceCalled(title)));
  return { at, ...(await at.deployBoth()) };
}
/** A third release, with a file of its own, that is checked out and not deployed. */
function pull(at: Site, page: string): void {
  // The reflog tells whole seconds.
  at.type('sleep 1.1; rm proxy.conf');
  at.write({ 'proxy.conf': page });
  at.git('commit', '-q', '-a', '-m', 'v3');
  at.git('tag', 'v3');
}

const PULLED: readonly [string, string][] = [
  ['has a file of its own', 'third page'],
  ['has the file of the good one again', 'good page'],
];

test.each(depth(PULLED.slice(0, 1), PULLED))(
  'the bad release is left, and comes back by an undo, where a third one was pulled that %s',
  async (_, page) => {
    const { at, good, bad } = await deployed('mount-file');
    pull(at, page);
    expect((await at.run(true, {})).outputs).toMatchObject({ status: 'healthy' });
    const preview = await at.run(true, { commit: 'v1' });
    const runs = at.git('rev-parse', 'v2');
    const plan = {
      left: runs,
      risks: [expect.objectContaining({ code: 'risk.checkout-ahead' })],
      services: [expect.objectContaining({ action: 'recreate', runs })],
    };
    expect({ ...preview.outputs, text: preview.text }).toMatchObject({ code: 'consent.needed', plan });
    const { id } = preview.outputs?.plan as { id: string };
    const rolledBack = await at.run(false, { commit: 'v1', confirm: id });
    expect({ ...rolledBack.outputs, text: rolledBack.text }).toMatchObject({ status: 'recovered' });
    expect(lookAt(at.project)).toEqual(good);
    const ids = idsOf(at.project);
    at.up();
    expect(idsOf(at.project)).toEqual(ids);
    const undone = await undo(at, rolledBack, { commit: 'v1' });
    expect({ ...undone.outputs, text: undone.text }).toMatchObject({ status: 'undone' });
    expect(lookAt(at.project)).toEqual(bad);
    expect(at.git('rev-parse', 'HEAD')).toBe(at.git('rev-parse', 'v3'));
  },
);

/** The good release is checked out by hand and not deployed: how its code is mounted, and whether that must be consented to. */
const BY_HAND: readonly [string, boolean][] = [
  ['mount-file', true],
  ['mount-dir', false],
  ['env-file', true],
];

test.each(depth(BY_HAND.slice(0, 1), BY_HAND))(
  'a release that is checked out, and not what runs, is brought up where it is named: %s',
  async (title, asks) => {
    const { at, good, bad } = await deployed(title);
    at.type('sleep 1.1; git checkout -q v1');
    const preview = await at.run(true, { commit: 'v1' });
    expect({ ...preview.outputs, text: preview.text }).toMatchObject(
      asks ? { code: 'consent.needed' } : { status: 'planned' },
    );
    const { id } = preview.outputs?.plan as { id: string };
    const broughtUp = await at.run(false, { commit: 'v1', confirm: asks ? id : '' });
    expect({ ...broughtUp.outputs, text: broughtUp.text }).toMatchObject({ status: 'recovered' });
    expect(lookAt(at.project)).toEqual(good);
    const ids = idsOf(at.project);
    expect((await at.run(true, { commit: 'v1', scenario: 'auto' })).outputs).toMatchObject({
      status: 'recovered',
    });
    at.up();
    expect(idsOf(at.project)).toEqual(ids);
    if (!asks) return;
    const undone = await undo(at, broughtUp, { commit: 'v1' });
    expect({ ...undone.outputs, text: undone.text }).toMatchObject({ status: 'undone' });
    expect(lookAt(at.project)).toEqual(bad);
  },
);

test('a release that is checked out and runs is healthy where it is named, also where it was made before', async () => {
  const { at } = await deployed('mount-file');
  // The reflog has whole seconds: within the same one nobody knows what was checked out when a container was started.
  at.type('sleep 1.1; docker compose up -d --force-recreate; sleep 1.1');
  at.write({ 'README.md': 'more words' });
  at.git('add', '-A');
  at.git('commit', '-q', '-m', 'v3');
  at.git('tag', 'v3');
  const preview = await at.run(true, { commit: 'v3' });
  expect({ ...preview.outputs, text: preview.text }).toMatchObject({ status: 'healthy' });
});
