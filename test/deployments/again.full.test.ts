import { idsOf, lookAt } from './outside';
import { practiceCalled } from './practices/all';
import { Site } from './site';
import { depth } from '../support/depth';

jest.setTimeout(240_000);

let site: Site | undefined;
afterEach(() => site?.remove());

/** What somebody does after a rollback that has recovered, so that what runs is not what was verified. */
const SINCE: readonly [string, string, (at: Site) => void][] = [
  [
    'brought the bad release up and went back to the good one',
    'env-file',
    (at) => {
      at.git('checkout', '-q', 'v2');
      at.up();
      at.git('checkout', '-q', 'v1');
    },
  ],
  [
    'removed one of three containers',
    'scaled',
    (at) => at.type('docker rm -f "$COMPOSE_PROJECT_NAME-web-2"'),
  ],
];

test.each(depth(SINCE.slice(0, 1), SINCE))(
  'the same request once more brings the release up again where somebody %s',
  async (_, title, since) => {
    const at = (site = new Site(practiceCalled(title)));
    const { good } = await at.deployBoth();
    const first = await at.run(false, { commit: 'v1' });
    expect({ ...first.outputs, text: first.text }).toMatchObject({ status: 'recovered' });
    const ids = idsOf(at.project);
    const replayed = await at.run(false, { commit: 'v1' });
    expect({ ...replayed.outputs, text: replayed.text }).toMatchObject({ status: 'recovered' });
    expect(idsOf(at.project)).toEqual(ids);
    since(at);
    expect(lookAt(at.project)).not.toEqual(good);
    const again = await at.run(false, { commit: 'v1' });
    expect({ ...again.outputs, text: again.text }).toMatchObject({ status: 'recovered' });
    expect(lookAt(at.project)).toEqual(good);
  },
);
