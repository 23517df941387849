import { networkMoves, networkRestarts } from '../../../../machines/detect/refusals/networkRefusal';
import { parseCompose } from '../../../../machines/compose/definition';
import type { ServiceChange } from '../../../../machines/model/serviceChange';
import { container, image, plan, saying, settings } from '../../../fixtures';

const model = (services: string) => parseCompose(`services: { ${services} }`);
const DEFINED = model(
  'backend: {}, proxy: { network_mode: "service:backend" }, postgres: { network_mode: "service:proxy" }',
);
const changes = (action: ServiceChange['action']) =>
  plan().services.map((change) => ({ ...change, action: change.service === 'backend' ? action : 'keep' }));
const seen = (models = [DEFINED], more = {}) => ({
  settings: settings({ deployment: JSON.stringify(more) }),
  facts: { containers: [] },
  models,
});

test.each(['up', 'restart', 'recreate'] as const)(
  'a database in the network of a service that comes anew by %s is refused, also where another one is in between',
  (action) => {
    expect(networkMoves(seen(), changes(action))).toMatchObject({
      code: 'database.network-moves',
      what: saying('postgres', 'backend'),
      got: saying('service:backend'),
    });
  },
);

test('where the service stays, or the database is in none that moves, nothing is refused', () => {
  expect(networkMoves(seen(), changes('keep'))).toBeUndefined();
  expect(networkMoves(seen([model('backend: {}, postgres: {}')]), changes('up'))).toBeUndefined();
  expect(networkMoves(seen([DEFINED], { databaseService: 'none' }), changes('up'))).toBeUndefined();
  const circle = model('postgres: { network_mode: "service:a" }, a: { network_mode: "service:a" }');
  expect(networkMoves(seen([circle]), changes('up'))).toBeUndefined();
});

test('the containers say it as well, and a restart may take the database along', () => {
  const backend = container('backend', image(3));
  const postgres = container('postgres', image('d'), { networkMode: `container:${backend.id}` });
  const facts = { containers: [backend, postgres] };
  const services = changes('restart');
  expect(networkRestarts({ settings: settings(), facts }, services)).toMatchObject({
    code: 'database.network-moves',
    next: [saying(), { do: 'update', for: { scenario: 'infrastructure', service: saying('postgres') } }],
  });
  const [first] = services;
  if (!first) throw new Error('the plan has no service');
  const both = [...services, { ...first, service: 'postgres' }];
  expect(networkRestarts({ settings: settings(), facts }, both)).toBeUndefined();
});
