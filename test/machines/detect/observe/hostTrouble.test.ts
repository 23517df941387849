import { parseEngineDown, parseFreeable } from '../../../../machines/detect/observe/hostTrouble';
import { parseFacts } from '../../../../machines/detect/observe/parseFacts';

test('of an engine that is down the host tells its state, its journal and what comes up with it', () => {
  const raw = new Map([
    ['docker.status', 'failed (Result: exit-code)\n'],
    ['docker.journal', 'one\ntwo\n'],
    ['docker.liveRestore', ''],
    [
      'docker.kept',
      'web\tunless-stopped\ttrue\tfalse\ndb\talways\tfalse\ttrue\nold\tunless-stopped\tfalse\ttrue\njob\t\ttrue\tfalse\n',
    ],
  ]);
  expect(parseEngineDown(raw)).toEqual({
    down: {
      ...{ status: 'failed (Result: exit-code)', journal: ['one', 'two'], isLiveRestore: false },
      containers: [
        { name: 'web', runs: true, comesUp: true },
        { name: 'db', runs: false, comesUp: true },
        { name: 'old', runs: false, comesUp: false },
        { name: 'job', runs: true, comesUp: false },
      ],
    },
  });
});

test('live-restore is read; of an engine of which the host knows nothing there is nothing', () => {
  const raw = new Map([
    ['docker.status', 'inactive'],
    ['docker.liveRestore', 'true'],
  ]);
  expect(parseEngineDown(raw).down).toMatchObject({ isLiveRestore: true, containers: [] });
  expect(parseEngineDown(new Map([['docker.status', '']]))).toEqual({});
});

test('what can be freed is told by kinds that are known, with what it takes', () => {
  const text = 'build-cache\t1500\t\ndangling\t0\t3\nlog\t7\t/a b\nother\t5\tx\n';
  expect(parseFreeable(text)).toEqual([
    { kind: 'build-cache', bytes: 1500, name: '' },
    { kind: 'log', bytes: 7, name: '/a b' },
  ]);
});

test('facts of older versions have neither reserve nor what can be freed', () => {
  const parsed = parseFacts(new Map(), { attempts: [] });
  expect([parsed.reserveKiB, parsed.freeable, parsed.docker.down]).toEqual([undefined, undefined, undefined]);
  const now = parseFacts(
    new Map([
      ['reserve', '65536'],
      ['freeable', 'log\t1\t/x'],
    ]),
    { attempts: [] },
  );
  expect(now).toMatchObject({ reserveKiB: 65536, freeable: [{ name: '/x' }] });
});
