import { parseAsked } from '../../../../machines/detect/observe/asked';
import { unaskedNotes } from '../../../../machines/detect/diagnose/answers';
import { facts, saying } from '../../../fixtures';

const raw = (probes: string, links = '') => new Map(Object.entries({ probes, links }));

test('the answers of a probe, and why its certificate is not accepted', () => {
  const told = parseAsked(raw('web\t200\t0.1\nweb\t500\t0.2\napi\t000\t0.3\tself-signed certificate\n'));
  expect(told).toEqual({
    links: [],
    probes: [
      { name: 'web', codes: [200, 500], seconds: [0.1, 0.2] },
      { name: 'api', codes: [0], seconds: [0.3], untrusted: 'self-signed certificate' },
    ],
  });
});

test('what cannot be asked has no answer, and it is said', () => {
  const told = parseAsked(raw('web\tunasked\t0\tno client\n', 'web\t0\napi\tunasked\tno sh\n'));
  expect(told).toEqual({
    links: [{ service: 'web', code: 0 }],
    probes: [],
    unasked: [
      { check: 'probe web', why: 'no client' },
      { check: 'link of api', why: 'no sh' },
    ],
  });
  expect(unaskedNotes(facts(told))).toEqual([
    { code: 'note.not-asked', what: saying('probe web', 'no client') },
    { code: 'note.not-asked', what: saying('link of api', 'no sh') },
  ]);
});
