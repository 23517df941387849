import { connected } from '../../../../machines/detect/plan/databaseSessions';
import type { Session } from '../../../../machines/detect/observe/backupStore';
import { container, facts, image, saying, settings } from '../../../fixtures';

const at = (IPAddress: string, GlobalIPv6Address = '') => ({
  networks: { chronos_default: { IPAddress, GlobalIPv6Address }, odd: null as never },
});
const given = facts({
  containers: [
    container('backend', image(3), at('172.18.0.3', 'fd00::3')),
    container('reports', image(4), at('172.18.0.4')),
    container('pool', image(5), { ...at('172.18.0.5'), reference: 'edoburu/pgbouncer:1' }),
    container('frontend', image('f'), { networks: null as never }),
  ],
});
const session = (address: string, more: Partial<Session> = {}): Session => ({
  user: 'chronos_user',
  application: '',
  address,
  count: 1,
  ...more,
});
const seen = (...sessions: Session[]) => connected(settings(), given, { sessions });

test.each<[string, Session, string, boolean]>([
  [
    "the app's own",
    session('172.18.0.3', { count: 4 }),
    'chronos_user from backend at 172.18.0.3 4 times',
    false,
  ],
  ["the app's own by IPv6", session('fd00::3'), 'chronos_user from backend at fd00::3', false],
  ['a service beside', session('172.18.0.4'), 'chronos_user from reports at 172.18.0.4', true],
  [
    'an address that nobody here has',
    session('10.0.0.9', { application: 'psql' }),
    'chronos_user from 10.0.0.9 (psql)',
    true,
  ],
  [
    "somebody in the database's own container",
    session('', { user: 'ann' }),
    "ann from the container's own socket",
    true,
  ],
])('a session of %s', (_, one, line, isOutside) => {
  expect(seen(one)).toMatchObject({ all: [line], outside: isOutside ? [line] : [] });
});

test.each<[string, Partial<Session>, string[], boolean]>([
  ['has written what is not committed', { writing: 1 }, ['ann'], true],
  ['may write, and nobody knows whether it has', {}, ['ann'], true],
  ['has written nothing', { writing: 0 }, ['ann'], false],
  ['has a role that can write to no table', { writing: 1 }, ['bob'], false],
])('a session besides the app that %s', (_, more, writers, isAtStake) => {
  const sessions = [session('10.0.0.9', { user: 'ann', ...more })];
  const { all, outside } = connected(settings(), given, { sessions, writers: new Set(writers) });
  expect(outside).toHaveLength(isAtStake ? 1 : 0);
  expect(all).toEqual([saying('ann from 10.0.0.9')]);
  expect(all[0] === 'ann from 10.0.0.9').toBe(isAtStake);
});

test("the app's own sessions are noted without a word of what they write", () => {
  const sessions = [session('172.18.0.3', { writing: 0 })];
  expect(connected(settings(), given, { sessions, writers: new Set() }).all).toEqual([
    'chronos_user from backend at 172.18.0.3',
  ]);
});

test('poolers are told by service, image and application, each once', () => {
  expect(seen().poolers).toEqual(['pool']);
  expect(
    seen(session('172.18.0.5', { application: 'pgcat' }), session('', { application: 'pgcat' })).poolers,
  ).toEqual(['pool', 'pgcat']);
});
