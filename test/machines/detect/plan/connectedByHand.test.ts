import { parseCompose } from '../../../../machines/compose/definition';
import { connectionNotes, connectionsByHand } from '../../../../machines/detect/plan/connectedByHand';
import { mixedReplicas } from '../../../../machines/detect/plan/mixedReplicas';
import { connectionsTold } from '../../../../machines/detect/plan/containersOf';
import { restartPins, undoPins } from '../../../../resources/script/stepPins';
import { container, image, plan } from '../../../fixtures';

const model = (web: string) =>
  parseCompose(`{ services: { web: ${web} }, networks: { front: {}, out: { external: true, name: out } } }`);
const found = (networks: object, web = '{ image: w }') =>
  connectionsByHand(
    {
      facts: { containers: [container('web', image(1), { networks } as object)], networks: ['shop_old'] },
      project: 'shop',
      models: [model(web)],
    },
    'web',
  );

test('a network of no definition and of no other release of the project is one that somebody has connected', () => {
  const edge = { Aliases: ['0123456789ab', 'shop', 'a b'] };
  expect(found({ shop_default: {}, edge, shop_old: {} })).toEqual([{ network: 'edge', aliases: ['shop'] }]);
  expect(found({ shop_default: {}, edge: { Aliases: null } })).toEqual([{ network: 'edge', aliases: [] }]);
});

test('those of a definition are none, nor is any of a service without networks of its own', () => {
  expect(found({ shop_front: {}, out: {} }, '{ image: w, networks: [front, out] }')).toEqual([]);
  expect(found({ host: {} }, '{ image: w, network_mode: host }')).toEqual([]);
});

test('steps are told of them, an undo too, and it is noted where the container is made anew', () => {
  const connections = [
    { network: 'edge', aliases: ['shop', 'www'] },
    { network: 'logs', aliases: [] },
  ];
  const services = plan().services.map((change) => ({ ...change, connections, action: 'up' as const }));
  const [first = { service: '' }] = services;
  const told = { ...plan(), services };
  expect(connectionsTold(told).slice(0, 2)).toEqual([
    [first.service, 'edge:shop,www'],
    [first.service, 'logs'],
  ]);
  const pin = { CONNECTIONS: expect.stringContaining(`${first.service}=edge:shop,www `) as string };
  expect([restartPins(told, []), undoPins(told, 'postgres')]).toMatchObject([pin, pin]);
  expect(restartPins(plan(), [])).not.toHaveProperty('CONNECTIONS');
  expect(connectionNotes(services.slice(0, 1)).map(({ code }) => code)).toEqual([
    'note.connected-by-hand',
    'note.connected-by-hand',
  ]);
  expect(connectionNotes(services.map((change) => ({ ...change, action: 'keep' })))).toEqual([]);
});

test('containers of one service on different images are asked about, as an undo makes them alike', () => {
  const [web] = plan().services;
  if (!web) throw new Error('the plan has no service');
  const containers = [image(1), image(2)].map((of) => container(web.service, of));
  const up = [{ ...web, action: 'up' as const }];
  expect(mixedReplicas({ containers }, up)).toMatchObject([{ code: 'risk.replicas-differ' }]);
  expect(mixedReplicas({ containers: containers.slice(1) }, up)).toEqual([]);
  expect(mixedReplicas({ containers }, [{ ...web, action: 'keep' }])).toEqual([]);
});
