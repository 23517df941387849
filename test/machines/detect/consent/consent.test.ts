import { withheldConsent } from '../../../../machines/detect/consent/consent';
import { detect } from '../../../../machines/detect/detect';
import type { Observer } from '../../../../machines/detect/observe/observer';
import type { Facts } from '../../../../machines/model/facts';
import type { Risk } from '../../../../machines/model/plan';
import { RISKS } from '../../../../machines/model/vocabulary';
import {
  attempt,
  facts,
  failing,
  HOLDER,
  plan,
  REQUEST,
  saying,
  settings,
  target,
  dataThere,
} from '../../../fixtures';
import { asked, names, undoing, went } from '../../choices';

const risky = (...kinds: Risk['kind'][]) =>
  plan({ risks: kinds.map((kind) => ({ kind, what: `<${kind}>` })) });

const typed = (confirm: string) => ({ confirm, request: REQUEST });

test.each(RISKS)('a risk of the kind %s needs consent, by the id of the plan that has it', (kind) => {
  const made = risky(kind);
  expect(withheldConsent(made, typed(''), facts())).toEqual({
    code: 'consent.needed',
    what: saying(made.id, `<${kind}>`),
    next: { do: 'confirm', id: made.id, request: REQUEST },
  });
  expect(withheldConsent(made, typed(made.id), facts())).toBeUndefined();
});

test('each reason is listed', () => {
  expect(withheldConsent(risky('drift', 'undone'), typed(''), facts())?.what).toEqual(
    saying('<drift>', '<undone>'),
  );
});

test('a plan without risks needs none', () => {
  expect(withheldConsent(plan(), typed(''), facts())).toBeUndefined();
  expect(withheldConsent(plan(), typed(plan().id), facts())).toBeUndefined();
});

test.each<[string, string, Partial<Facts>, string]>([
  ['foreign or outdated', 'r-00000009', {}, 'another deployment'],
  [
    'used by a plan',
    'r-00000009',
    { attempts: [attempt({ ...plan(), id: 'r-00000009' }, { outcome: 'undone' })] },
    '2026-11-22 03:00:00 UTC',
  ],
  [
    'used as consent to something else',
    'r-00000009',
    { attempts: [attempt(plan(), { confirm: 'r-00000009' })] },
    '2026-11-22 03:00:00 UTC',
  ],
])('an id that is %s is refused, with risks or without', (_, id, given, state) => {
  for (const made of [plan({ attempt: 2 }), risky('drift')])
    expect(withheldConsent(made, typed(id), facts(given))).toEqual({
      code: 'consent.other-plan',
      what: saying(state),
      next: [saying(), { do: 'confirm', id: made.id, request: REQUEST }],
      got: id,
      accepts: [`${made.id}, or nothing: `, { do: 'unset', key: 'confirm' }],
    });
});

/** What detect comes to, and the same once more with the id that it asks for. */
async function decided(given: Partial<Facts>, raw: Record<string, string> = {}) {
  const observer: Observer = {
    holder: HOLDER,
    facts: () => Promise.resolve(facts(given)),
    target: () => Promise.resolve(target()),
    backupStore: () => Promise.reject(new Error('the backups were looked at')),
    data: dataThere,
    inspect: () => Promise.reject(new Error('a backup was read')),
  };
  return detect(observer, settings(raw));
}
const ill = { probes: [failing('transfers')] };
const modified = { ...ill, git: { ...facts().git, modified: ['.env'] } };

test.each<[string, Partial<Facts>, Record<string, string>, Risk['kind']]>([
  ['what Compose reads is modified locally', modified, {}, 'modified'],
  [
    'another release came up since',
    { attempts: [went('recovered', asked({ commit: 'v2' }))], ...names(2) },
    { commit: 'v2' },
    'drift',
  ],
  ['the operator undid the same', { ...ill, attempts: [went('recovered'), undoing('undone')] }, {}, 'undone'],
  [
    'an undo, from a third release',
    { git: { ...facts().git, head: '4'.repeat(40) }, attempts: [went('recovered')] },
    { undo: plan().id },
    'drift',
  ],
])('detect refuses, proposes the plan and takes its id: %s', async (_, given, raw, kind) => {
  const withheld = await decided(given, raw);
  if (withheld.kind !== 'refused' || !withheld.proposed) throw new Error(`no proposal but ${withheld.kind}`);
  const { id, risks } = withheld.proposed;
  expect(risks.map((risk) => risk.kind)).toEqual([kind]);
  expect(withheld.refusal.next).toEqual({ do: 'confirm', id, request: { ...REQUEST, ...raw } });
  const agreed = await decided(given, { ...raw, confirm: id });
  expect(agreed).toMatchObject({ kind: raw['undo'] ? 'undo' : 'plan', mode: 'fresh', plan: { id } });
  expect(await decided(given, { ...raw, confirm: 'r-00000009' })).toMatchObject({
    kind: 'refused',
    refusal: { code: 'consent.other-plan', got: 'r-00000009' },
  });
});

test('consent that was given for one incident never leaks into the next', async () => {
  const first = await decided(modified);
  if (first.kind !== 'refused' || !first.proposed) throw new Error('no proposal');
  const { proposed } = first;
  const next = {
    ...modified,
    attempts: [
      attempt(proposed, { outcome: 'undone', closed: '2026-11-22T03:00:05Z', confirm: proposed.id }),
    ],
  };
  const again = await decided(next, { confirm: proposed.id });
  expect(again).toMatchObject({
    kind: 'refused',
    refusal: { code: 'consent.other-plan', what: saying('2026-11-22 03:00:00 UTC'), got: proposed.id },
    proposed: { attempt: 2, id: expect.not.stringContaining(proposed.id) },
  });
});

test('the id of a plan without risks binds: with another plan by now, nothing is done', async () => {
  const before = await decided(ill);
  if (before.kind !== 'plan') throw new Error('no plan');
  expect(await decided(ill, { confirm: before.plan.id })).toMatchObject({ kind: 'plan', plan: before.plan });
  const changed = { ...ill, git: { ...facts().git, modified: ['.env'] } };
  expect(await decided(changed, { confirm: before.plan.id })).toMatchObject({
    kind: 'refused',
    refusal: { code: 'consent.other-plan', got: before.plan.id },
  });
});
