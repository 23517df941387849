import { actedOn, broughtUp, broughtUpAgain } from '../../../../machines/detect/plan/restartedServices';
import { NOTHING } from '../../../../machines/model/decision';
import type { Plan } from '../../../../machines/model/plan';
import type { ServiceChange } from '../../../../machines/model/serviceChange';
import { plan } from '../../../fixtures';

const change = (service: string, action: ServiceChange['action']): ServiceChange => ({
  ...{ service, action, source: 'reuse', reference: `${service}:latest`, why: 'so' },
});
const mixed: Plan = {
  ...plan(),
  services: [change('a', 'keep'), change('b', 'up'), change('c', 'restart'), change('d', 'recreate')],
};
const names = (services: Plan['services']) => services.map(({ service }) => service);

test('restart brings up all services but those that the plan keeps', () => {
  expect(names(broughtUp(mixed))).toEqual(['b', 'c', 'd']);
});

test('it does something else than bring up only what is restarted or made once more', () => {
  expect(names(actedOn(mixed))).toEqual(['c', 'd']);
});

test('where everything was taken down, everything just comes up', () => {
  expect(actedOn({ ...mixed, all: true })).toEqual([]);
});

test('a restart that is done once more also brings up what the plan keeps, where that does not run', () => {
  expect(names(broughtUpAgain(mixed, { ...NOTHING, restart: ['a'] }))).toEqual(['a', 'b', 'c', 'd']);
  expect(names(broughtUpAgain(mixed, { ...NOTHING, restart: ['c'] }))).toEqual(['b', 'c', 'd']);
});
