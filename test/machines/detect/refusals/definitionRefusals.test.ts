import { movedName } from '../../../../machines/detect/refusals/imageNameRefusal';
import { unreadableDefinition } from '../../../../machines/detect/refusals/definitionRefusals';
import type { ServiceChange } from '../../../../machines/model/serviceChange';
import type { Target } from '../../../../machines/model/target';
import { image, plan, planInput, target, without } from '../../../fixtures';

const seen = (more: Partial<Target> = {}) => ({ ...planInput(), target: target(more) });

test('a definition that includes what another host has is refused by its name', () => {
  const all = {
    ...seen({ remote: ['oci://x/y:1'] }),
    target: { ...without(target(), 'target'), remote: ['oci://x/y:1'] },
  };
  expect(unreadableDefinition(all)).toMatchObject({ code: 'compose.remote-file', got: 'oci://x/y:1' });
});

test('files of another project are refused, where what runs is called as its files call it', () => {
  const named = (current: string, other: string) =>
    unreadableDefinition(seen({ projectNames: { current, target: other } }));
  expect(named('chronos', 'other')).toMatchObject({ code: 'compose.other-project', got: 'other' });
  expect(named('chronos', 'chronos')).toBeUndefined();
  expect(named('typed', 'other')).toBeUndefined();
  expect(unreadableDefinition(seen())).toBeUndefined();
});

test.each<[string, string, number | undefined, boolean]>([
  ['a tag that tells a version and means another image', 'web:2.0', 3, true],
  ['one of a registry with a port', 'localhost:5000/web:v2', 3, true],
  ['a tag that moves', 'web:latest', 3, false],
  ['a name without a tag', 'localhost:5000/web', 3, false],
  ['a name by digest', `web@sha256:${'2'.repeat(64)}`, 3, false],
  ['one that means the target’s image', 'web:2.0', 2, false],
  ['one that means nothing', 'web:2.0', undefined, false],
])('a name is refused or given: %s', (_, reference, means, isRefused) => {
  const imagesByName = new Map(
    means === undefined ? [] : [[reference.includes(':') ? reference : `${reference}:latest`, image(means)]],
  );
  const [first] = plan().services;
  const services = [{ ...first, reference, target: image(2) }] as ServiceChange[];
  const refusal = movedName(target({ imagesByName }), services);
  expect(refusal?.code).toBe(isRefused ? 'image.name-moved' : undefined);
});
