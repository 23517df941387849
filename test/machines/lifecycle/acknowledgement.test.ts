import { acknowledgedBy, notAcknowledged } from '../../../machines/lifecycle/acknowledgement';
import type { Decision } from '../../../machines/model/decision';
import { facts } from '../../fixtures';

const altered = { line: 3, lines: 9, sha256: 'a'.repeat(64) };
const refusal = { code: 'journal.acknowledged', what: 'it is recorded', next: 'look' } as const;
const refused: Decision = { kind: 'refused', refusal, acknowledge: altered };
const healthy = { kind: 'healthy', facts: facts(), diagnosis: {} } as unknown as Decision;

test('an altered journal is recorded as accepted only where the decision says so', () => {
  expect(acknowledgedBy(refused)).toEqual(altered);
  expect(acknowledgedBy({ kind: 'refused', refusal })).toBeUndefined();
  expect(acknowledgedBy(healthy)).toBeUndefined();
});

test('where the host does not record it, the refusal has the words of the host, and its code where it gives one', () => {
  const summary = 'the journal has changed since';
  const answered = (code?: 'journal.changed') => notAcknowledged(refused, { summary, ...(code && { code }) });
  expect(answered('journal.changed')).toEqual({
    ...refused,
    refusal: { ...refusal, code: 'journal.changed', what: summary },
  });
  expect(answered()).toEqual({ ...refused, refusal: { ...refusal, what: summary } });
});
