import { idsOf, lookAt } from './outside';
import { practiceCalled } from './practices/all';
import { Site } from './site';

jest.setTimeout(240_000);

let site: Site | undefined;
afterEach(() => site?.remove());

/** Practices in which what comes up is not told by the definition alone. */
const TRIED = ['profile', 'untagged', 'env-elsewhere', 'scaled'];

test.each(TRIED)('everything is taken down and brought up as it was brought up: %s', async (title) => {
  const practice = practiceCalled(title);
  const at = (site = new Site(practice));
  at.deploy('v1');
  await at.configure();
  practice.byHand?.(at);
  const before = lookAt(at.project);
  const ids = idsOf(at.project);
  const { outputs, text } = await at.run(false, { scenario: 'infrastructure', service: 'all' });
  expect({ ...outputs, text }).toMatchObject({ status: 'recovered' });
  expect(lookAt(at.project)).toEqual(before);
  const now = idsOf(at.project);
  expect(Object.keys(now).sort()).toEqual(Object.keys(ids).sort());
  for (const [name, id] of Object.entries(now)) expect(id).not.toBe(ids[name]);
  at.up();
  expect(idsOf(at.project)).toEqual(now);
});
