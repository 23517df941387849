import { PRACTICES } from './practices/all';
import { rollBackWith } from './rollbacks';
import { Site } from './site';

jest.setTimeout(240_000);

let site: Site | undefined;
afterEach(() => site?.remove());

const RECOVERED = PRACTICES.filter(({ refused, asks, unproven }) => !refused && !asks && !unproven);

/** Somebody brings the bad release up once more, and checks the good one out again. */
function bringBadUp(at: Site): void {
  const { untracked, deploy, up } = at.practice;
  at.git('checkout', '-q', 'v2');
  if (untracked) at.write(untracked('v2'));
  at.type(deploy ?? up);
  // The reflog has whole seconds.
  at.type('sleep 1.1');
  at.git('checkout', '-q', 'v1');
  if (untracked) at.write(untracked('v1'));
}

test.each(RECOVERED.map((practice) => [practice.title, practice] as const))(
  'where the bad release comes up again after the restart, nothing is said to be recovered: %s',
  async (_, practice) => {
    const at = (site = new Site(practice));
    at.deploy('v1');
    at.deploy('v2');
    await at.configure();
    practice.byHand?.(at);
    const { outputs, text } = await rollBackWith(at, () => bringBadUp(at));
    expect({ status: outputs?.status, text }).not.toMatchObject({ status: 'recovered' });
    expect(['degraded', 'undone', 'stranded']).toContain(outputs?.status);
  },
);
