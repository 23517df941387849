import { idsOf, lookAt } from './outside';
import { practiceCalled } from './practices/all';
import { Site } from './site';

jest.setTimeout(240_000);

let site: Site | undefined;
afterEach(() => site?.remove());

test.each(['netns', 'pidns'])(
  'a service that is restarted takes along what lives in its namespaces, in the same containers: %s',
  async (title) => {
    const at = (site = new Site(practiceCalled(title)));
    at.deploy('v1');
    await at.configure();
    const [before, ids] = [lookAt(at.project), idsOf(at.project)];
    const owner = title === 'netns' ? 'vpn' : 'web';
    const { outputs, text } = await at.run(false, { scenario: 'infrastructure', service: owner });
    expect({ ...outputs, text }).toMatchObject({ status: 'recovered' });
    expect([lookAt(at.project), idsOf(at.project)]).toEqual([before, ids]);
  },
);
