import { otherVolume } from '../../../../machines/detect/refusals/mountRefusal';
import { Model } from '../../../../machines/model/composeModel';
import { container, image } from '../../../fixtures';

const model = (name: string) =>
  Model.parse({
    services: {
      web: {
        volumes: [
          { type: 'volume', source: 'data', target: '/data' },
          { type: 'volume', target: '/x' },
        ],
      },
    },
    volumes: { data: { name } },
  });
const mount = (name: string, destination = '/data') => ({ type: 'volume', name, source: '', destination });
const refused = (current: string, wanted: string, name: string) => {
  const mounts = [mount(name), mount('a'.repeat(64), '/x'), mount('shop_more', '/more')];
  const containers = [container('web', image(1), { mounts })];
  return otherVolume(model(current), model(wanted), { containers }, 'shop', ['web']);
};

test('a volume that neither definition names is refused, as the app would come up on other data', () => {
  expect(refused('shop-', 'shop-', 'shop-live')).toMatchObject({
    code: 'mount.other-directory',
    got: 'shop-',
    accepts: 'shop-live, as its container has',
  });
});

test.each([
  ['both', 'shop-live', 'shop-live'],
  ['what is checked out', 'shop-live', 'shop-next'],
  ['the target', 'shop-next', 'shop-live'],
])('a volume that is named by %s is none', (_, current, wanted) => {
  expect(refused(current, wanted, 'shop-live')).toBeUndefined();
});
