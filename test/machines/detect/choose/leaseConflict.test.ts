import fc from 'fast-check';
import { foreignLease, leaseHeld, takeOverId } from '../../../../machines/detect/choose/leaseConflict';
import { attempt, facts, HOLDER, plan, REQUEST, saying } from '../../../fixtures';
import { lease } from '../../choices';

const held = lease().lease;
const at = (clock: string, more = {}) => foreignLease(facts({ ...lease(more), clock }), HOLDER);

test('a lease is foreign while it runs, by the clock of the host, and somebody else has it', () => {
  expect(at('2026-11-22T03:04:59.999Z')).toEqual(held);
  expect(at('2026-11-22T03:05:00.000Z')).toBeUndefined();
  expect(at('2026-11-22T03:04:59.999Z', { holder: HOLDER })).toBeUndefined();
  expect(at('2026-11-22T03:00:00.000Z', { until: 'soon' })).toBeUndefined();
  expect(foreignLease(facts(), HOLDER)).toBeUndefined();
});

test('a lease until a time of another zone is the same lease', () => {
  expect(at('2026-11-22T03:04:59Z', { until: '2026-11-21T21:05:00-06:00' })).toBeDefined();
});

test('the id that takes over is of this one lease: renewing keeps it, taking anew does not', () => {
  const id = takeOverId(held);
  expect(id).toMatch(/^r-[0-9a-f]{8}$/);
  expect(takeOverId({ ...held, state: 'verify', until: 'later', user: 'eve' })).toBe(id);
  fc.assert(
    fc.property(
      fc.constantFrom('rollback' as const, 'holder' as const, 'since' as const),
      fc.string({ minLength: 1 }),
      (key, text) => {
        fc.pre(text !== held[key]);
        expect(takeOverId({ ...held, [key]: text })).not.toBe(id);
      },
    ),
  );
});

test('what is held says who, since when, until when and at what; who may take over is told how', () => {
  const open = attempt(plan());
  expect(leaseHeld(held, open)).toEqual({
    code: 'lease.held',
    what: saying(held.rollback, '2222222 v2 "Release 2"', 'restart', 'bob', held.since, held.until),
    got: saying(held.holder),
    next: [saying(), saying(), { do: 'confirm', id: takeOverId(held), request: open.request }],
  });
  const named = attempt(plan(), { request: { ...REQUEST, commit: 'v2' } });
  expect(leaseHeld(held, named).next).toContainEqual(
    expect.objectContaining({ do: 'confirm', request: named.request }),
  );
  expect(leaseHeld(held, undefined)).toMatchObject({
    code: 'lease.held',
    what: saying(held.rollback),
    next: expect.arrayContaining([
      'the journal knows nothing that is open: remove the file "lease" in the state directory',
    ]) as unknown,
  });
});
