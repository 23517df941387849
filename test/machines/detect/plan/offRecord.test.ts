import { makePlan } from '../../../../machines/detect/plan/codePlan';
import type { Facts } from '../../../../machines/model/facts';
import { container, facts, image, planInput, saying, settings } from '../../../fixtures';

const LAST = '2026-11-21T02:38:00Z';
const runs = (id: string, created: string) => [
  container('backend', id, { created }),
  ...facts().containers.slice(1),
];
const planned = (more: Partial<Facts>, request: Record<string, string> = {}) => {
  const plan = makePlan({ ...planInput({ facts: more }), settings: settings(request) });
  if ('what' in plan) throw new Error(plan.code);
  return plan;
};
const OTHER = runs(image(9), '2026-11-21T04:00:00Z');

test('what runs and came up since the last line of the record, on another image, is asked about', () => {
  const { risks, id } = planned({ containers: OTHER });
  expect(risks).toContainEqual({
    kind: 'drift',
    code: 'risk.not-on-record',
    what: saying(LAST, 'backend'),
  });
  expect(id).not.toBe(planned({}).id);
});

test('where somebody has named the release, it is a note', () => {
  const { risks, noteCodes } = planned({ containers: OTHER }, { commit: 'v2' });
  expect(risks.map(({ code }) => code)).not.toContain('risk.not-on-record');
  expect(noteCodes).toContain('note.not-on-record');
});

test.each<[string, Partial<Facts>]>([
  ['it came up on the same image', { containers: runs(image(3), '2026-11-21T04:00:00Z') }],
  ['it came up before that line', { containers: runs(image(9), '2026-11-21T01:00:00Z') }],
  [
    'nobody knows when it came up',
    { containers: [container('backend', image(9)), ...facts().containers.slice(1)] },
  ],
  ['there is no record', { containers: OTHER, deployments: [] }],
  [
    'the record tells no image',
    {
      containers: OTHER,
      deployments: facts().deployments.map((one) => ({ ...one, images: { backend: 'web:1' } })),
    },
  ],
])('what runs is not doubted where %s', (_, more) => {
  const { risks, noteCodes = [] } = planned(more);
  expect([...risks.map(({ code }) => code), ...noteCodes]).not.toContain('risk.not-on-record');
});

test('that a line of the record cannot be read is a note, whatever is asked for', () => {
  const { notes, noteCodes } = planned({ unreadRecord: [{ line: 2 }] }, { commit: 'v2' });
  expect(notes[noteCodes?.indexOf('note.record-unread') ?? -1]).toEqual(saying('line 2'));
});
