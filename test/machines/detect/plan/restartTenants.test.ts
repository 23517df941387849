import { parseCompose } from '../../../../machines/compose/definition';
import { followOwners, takenAlong } from '../../../../machines/detect/plan/restartTenants';
import type { ServiceChange } from '../../../../machines/model/serviceChange';
import { plan } from '../../../fixtures';

const MODEL = parseCompose(
  'services: { web: {}, side: { pid: "service:web" }, postgres: { network_mode: "service:web" } }',
);
const change = (service: string, action: ServiceChange['action']): ServiceChange => {
  const [first] = plan().services;
  if (!first) throw new Error('the plan has no service');
  return { ...first, service, action, why: 'it is healthy' };
};

test('what lives in the namespaces of a service is taken along, but a database that nobody names', () => {
  expect(takenAlong(MODEL, ['web'], 'postgres')).toEqual(['web', 'side']);
  expect(takenAlong(MODEL, ['web', 'postgres'], 'postgres')).toEqual(['web', 'postgres', 'side']);
});

test.each([
  ['restart', ['web'], 'restart', 'it uses the process namespace of web, which is restarted'],
  ['restart', ['web', 'side'], 'restart', 'it is healthy'],
  ['recreate', ['web', 'side'], 'recreate', 'it uses the process namespace of web, which is made anew'],
] as const)('where its owner has a %s and %j are named: %s, as %s', (owner, named, action, why) => {
  const [, side] = followOwners(MODEL, [change('web', owner), change('side', 'restart')], named);
  expect(side).toMatchObject({ action, why });
});
