import { join } from 'node:path';
import { Runbook } from '../host/lib/runbook/typed';
import { type Services, lookAt } from './outside';
import { practiceCalled } from './practices/all';
import { undo } from './rollbacks';
import { Site } from './site';

jest.setTimeout(300_000);

let site: Site | undefined;
afterEach(() => site?.remove());

const BY_HAND = ['worker', 'two-files', 'one-shot', 'exported with variables', 'scaled', 'edge'];

/** A one-shot service is started by hand only where somebody wants that. */
const running = (services: Services): Services =>
  Object.fromEntries(
    Object.entries(services).map(([name, all]) => [name, all.filter(({ state }) => state === 'running')]),
  );

test.each(BY_HAND)(
  'the file that a rollback leaves brings up either release from a bare shell: %s',
  async (title) => {
    const at = (site = new Site(practiceCalled(title)));
    const look = () => running(lookAt(at.project));
    const seen = await at.deployBoth();
    const [good, bad] = [running(seen.good), running(seen.bad)];
    const [v1, v2] = [at.git('rev-parse', 'v1'), at.git('rev-parse', 'v2')];
    const rolledBack = await at.run(false, { commit: 'v1' });
    expect(rolledBack.outputs).toMatchObject({ status: 'recovered' });
    const runbook = new Runbook(at.state, join(at.parent, 'bare'));
    expect(runbook.text).toMatch(/^# Written .* by step verify of rollback r-/m);

    runbook.type(runbook.section(v2));
    expect([at.git('rev-parse', 'HEAD'), look()]).toEqual([v2, bad]);
    runbook.type(runbook.section(v1));
    expect([at.git('rev-parse', 'HEAD'), look()]).toEqual([v1, good]);
    runbook.type(runbook.section('DOWN AND UP'));
    expect(look()).toEqual(good);

    expect((await undo(at, rolledBack, { commit: 'v1' })).outputs).toMatchObject({ status: 'undone' });
    expect(runbook.text).toMatch(/^# Written .* by step undo of rollback r-/m);
    runbook.type(runbook.section(v1));
    expect([at.git('rev-parse', 'HEAD'), look()]).toEqual([v1, good]);
  },
);
