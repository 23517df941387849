import {
  describeFormer,
  type Former,
  formerImages,
  parseFormerImages,
} from '../../../machines/compose/formerImages';
import type { FormerImage } from '../../../machines/model/facts';
import { container, image } from '../../fixtures';

const MADE = '2026-11-19T10:00:00Z';
const former = (id: number, more: Partial<FormerImage> = {}): FormerImage => ({
  id: image(id),
  created: MADE,
  repositories: ['registry.example/web'],
  ...more,
});
const web = (reference: string, more: object = {}) =>
  container('web', image(9), { reference, project: 'shop', imageCreated: '2026-11-20T10:00:00Z', ...more });
const found = (all: readonly FormerImage[], ...given: Parameters<typeof web>) =>
  formerImages({ containers: [web(...given)], formerImages: all }, ['web', 'other']).map(
    (one) => one.image.id,
  );

test('images without a name are read newest first, and lines that are none are passed over', () => {
  const text = [
    `${image(1)}\t2026-11-18T10:00:00Z\tweb@sha256:aa docker.io/library/nginx@sha256:bb\t\t`,
    `${image(2)}\t2026-11-19T10:00:00.5Z\t\tshop\tweb`,
    `${image(3)}\tnever\t\t\t`,
    'nothing',
    '',
  ].join('\n');
  expect(parseFormerImages(text)).toEqual([
    {
      id: image(2),
      created: '2026-11-19T10:00:00.5Z',
      repositories: [],
      builtFor: { project: 'shop', service: 'web' },
    },
    { id: image(1), created: '2026-11-18T10:00:00Z', repositories: ['web', 'nginx'] },
  ]);
  expect(parseFormerImages(undefined)).toEqual([]);
});

test('the newest image that a registry knows by the repository of what runs may have run before', () => {
  const all = [former(2), former(1)];
  expect(found(all, 'registry.example/web:latest')).toEqual([image(2)]);
  expect(found(all, 'registry.example/web')).toEqual([image(2)]);
  expect(found(all, 'registry.example/other:latest')).toEqual([]);
  expect(found([former(1, { repositories: ['nginx'] })], 'docker.io/library/nginx:1')).toEqual([image(1)]);
});

test('an image that Compose has built for a service may have run before', () => {
  const builtFor = { project: 'shop', service: 'web' };
  expect(found([former(1, { repositories: [], builtFor })], 'shop-web')).toEqual([image(1)]);
  const others = { project: 'other', service: 'web' };
  expect(found([former(1, { repositories: [], builtFor: others })], 'shop-web')).toEqual([]);
});

test('what runs, a newer image and one of a name that does not move are none', () => {
  expect(found([former(9)], 'registry.example/web')).toEqual([]);
  expect(found([former(1, { created: '2026-11-21T10:00:00Z' })], 'registry.example/web')).toEqual([]);
  expect(found([former(1)], 'registry.example/web@sha256:aa')).toEqual([]);
  expect(found([former(1)], image(9))).toEqual([]);
  expect(formerImages({ containers: [web('registry.example/web')] }, ['web'])).toEqual([]);
});

test('such an image is told by repository, id and when it was made', () => {
  const [one] = formerImages({ containers: [web('registry.example/web')], formerImages: [former(1)] }, [
    'web',
  ]);
  expect(describeFormer(one as Former)).toBe(
    `registry.example/web sha256:111111111111, made 2026-11-19 10:00 UTC`,
  );
  const builtFor = { project: 'shop', service: 'web' };
  const [built] = formerImages(
    { containers: [web('shop-web')], formerImages: [former(1, { repositories: [], builtFor })] },
    ['web'],
  );
  expect(describeFormer(built as Former)).toMatch(/^shop-web sha256:/);
});
