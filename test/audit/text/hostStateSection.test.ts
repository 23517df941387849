import { hostStateSection } from '../../../audit/text/hostStateSection';
import type { Facts } from '../../../machines/model/facts';
import type { EngineDown } from '../../../machines/model/hostTrouble';
import { attempt, commit, facts, plan } from '../../fixtures';
import { lease } from '../../machines/choices';

const hold = {
  id: 'r-1',
  mode: 'release',
  commit: commit(3),
  since: 'noon',
  operator: 'ann',
  reason: '',
} as const;

const down = (more: Partial<EngineDown>): Partial<Facts> => ({
  docker: {
    endpoint: 'unix:///var/run/docker.sock',
    down: {
      ...{ journal: [], isLiveRestore: false },
      containers: [
        { name: 'web-1', runs: true, comesUp: true },
        { name: 'job-1', runs: false, comesUp: false },
      ],
      ...more,
    },
  },
});

test.each<[string, Partial<Facts>, [string, string[]][]]>([
  ['nothing', {}, []],
  ['a lease that is live', lease(), [['LEASE', [expect.stringMatching(/^bob is at work on r-/) as string]]]],
  ['a lease that ran out', lease({ until: '2026-11-22T02:00:00Z' }), []],
  [
    'a lease that cannot be read',
    { unreadableLease: true },
    [['LEASE', ['the lease cannot be read and keeps nobody off; the next rollback writes it anew']]],
  ],
  [
    'holds, also one that cannot be read',
    { holds: [hold], unreadableHolds: ['r-0000000a'] },
    [
      [
        'HOLD',
        [
          '3333333 v3 "Release 3" is refused by the deploy script since noon, by ann; ./rollback release r-1',
          'the hold of r-0000000a cannot be read: the deploy script refuses every deployment; ./rollback release r-0000000a',
        ],
      ],
    ],
  ],
  [
    'what can be freed on a full disk, the oldest database first',
    {
      disks: [
        { mount: '/', freeKiB: 10, used: '100%' },
        { mount: '/big', freeKiB: 1e9, used: '1%' },
      ],
      attempts: [
        attempt({ ...plan(), id: 'r-0000000a' }, { opened: '2026-11-02T00:00:00Z' }),
        attempt({ ...plan(), id: 'r-0000000b' }, { opened: '2026-10-02T00:00:00Z' }),
      ],
      freeable: [
        { kind: 'build-cache', bytes: 1.5e9, name: '' },
        { kind: 'dangling', bytes: 3e8, name: '4' },
        { kind: 'log', bytes: 2e7, name: '/var/a b.log' },
        { kind: 'database', bytes: 1, name: 'shop_before_r-0000000a' },
        { kind: 'database', bytes: 5e8, name: 'shop_before_r-0000000b' },
        { kind: 'database', bytes: 5e8, name: 'shop_shadow_0123abcd' },
      ],
    },
    [
      [
        'FREE',
        [
          '/ is full; what takes most: du -xh -d 2 / | sort -h | tail',
          '1500 MB  cache of builds: docker builder prune -f',
          '300 MB  4 images without a name, of which one may be the release before: docker image prune -f',
          "20 MB  log of a container: truncate -s 0 '/var/a b.log'",
          '500 MB  database of a rollback: ./rollback prune shop_shadow_0123abcd',
          '500 MB  database of a rollback, 2026-10-02: ./rollback prune shop_before_r-0000000b',
          '1 MB  database of a rollback, 2026-11-02: ./rollback prune shop_before_r-0000000a',
        ],
      ],
    ],
  ],
  ['nothing of a disk that has room again', { freeable: [{ kind: 'log', bytes: 2e7, name: '/a' }] }, []],
  [
    'an engine that is down, and what starting it does',
    down({ status: 'failed (Result: exit-code)', journal: ['no space left on device'] }),
    [
      [
        'DOWN',
        [
          'it is failed (Result: exit-code): systemctl status docker',
          'it said: no space left on device',
          'more of that: journalctl -u docker -n 100',
          'what starts it: systemctl restart docker',
          'that stops what still runs of: web-1',
          'they come up again by themselves: web-1',
          'no restart policy brings up: job-1',
        ],
      ],
    ],
  ],
  [
    'an engine without which containers run on',
    down({ isLiveRestore: true, containers: [] }),
    [
      [
        'DOWN',
        ['what starts it: systemctl restart docker', 'that stops no container that runs on (live-restore)'],
      ],
    ],
  ],
])('what stands is told: %s', (_, given, expected) => {
  expect(hostStateSection(facts({ journalHead: 'a', ...given }))).toEqual(expected);
});
