import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeFacts } from '../../../../machines/detect/observe/decodeFacts';
import { parseEngineDown, parseFreeable } from '../../../../machines/detect/observe/hostTrouble';
import { script } from '../../../../resources/script/hostScript';
import { Site, start, type Values } from '../../../support/host/host';

const site = new Site();
afterAll(() => site.remove());

/** Runs lines of bash with the functions of a host script, and of what it needs. */
async function call(name: string, lines: string, values: Values = {}) {
  const text = script(name, site.identity(values)).replace(
    /exit 0\n\}\n$/,
    () => `say() { printf '%s' "$2" | fact "$1"; }\n${lines}\nexit 0\n}\n`,
  );
  const ran = await start('bash -s', text, site.env).ended;
  if (ran.code !== 0) throw new Error(JSON.stringify(ran));
  return ran.stdout;
}

describe('of an engine that does not answer', () => {
  const root = join(site.parent, 'engine');
  const settings = join(site.parent, 'daemon.json');
  const kept = (name: string, policy: string, running: boolean, stopped = false) => {
    const directory = join(root, 'containers', name);
    mkdirSync(directory, { recursive: true });
    const state = `{"StreamConfig":{},"State":{"Running":${running},"Paused":false},"Config":{"Labels":{"Name":"x"}},"Name":"/${name}"`;
    writeFileSync(join(directory, 'config.v2.json'), `${state},"HasBeenManuallyStopped":${stopped}}`);
    const logs = '"LogConfig":{"Type":"json-file","Config":{}}';
    writeFileSync(
      join(directory, 'hostconfig.json'),
      `{${logs},"RestartPolicy":{"Name":"${policy}","MaximumRetryCount":0}}`,
    );
  };
  const down = async (endpoint: string, more = '') => {
    writeFileSync(settings, `{\n  "data-root": "${root}"${more}\n}\n`);
    const printed = await call('lib/docker/engine-down', `engine_down_facts ${endpoint}`, {
      ENGINE_SETTINGS: settings,
    });
    return parseEngineDown(decodeFacts(printed)).down;
  };
  beforeAll(() => {
    kept('web-1', 'unless-stopped', true);
    kept('halted-1', 'unless-stopped', false, true);
    kept('job-1', '', false);
    site.instead(
      'systemctl',
      `printf '● docker.service\\n     Active: failed (Result: exit-code) since Mon; 5min ago\\n'; exit 3`,
    );
    site.instead('journalctl', `for i in {1..9}; do echo "line $i"; done`);
  });

  test('its state, its last words and what comes up with it are told', async () => {
    expect(await down('unix:///var/run/docker.sock')).toEqual({
      status: 'failed (Result: exit-code) since Mon; 5min ago',
      journal: ['line 5', 'line 6', 'line 7', 'line 8', 'line 9'],
      isLiveRestore: false,
      containers: [
        { name: 'halted-1', runs: false, comesUp: false },
        { name: 'job-1', runs: false, comesUp: false },
        { name: 'web-1', runs: true, comesUp: true },
      ],
    });
    expect(await down('unix:///run/docker.sock', ',\n  "live-restore": true')).toMatchObject({
      isLiveRestore: true,
    });
  });

  test('nothing is told of one that is not the unit of this host', async () => {
    expect(await down('tcp://elsewhere:2375')).toBeUndefined();
  });
});

test('what of the engine can be freed: cache, images without a name, the largest logs', async () => {
  const log = join(site.parent, 'a container.log');
  writeFileSync(log, Buffer.alloc(11_000_000));
  const small = join(site.parent, 'small.log');
  writeFileSync(small, 'x');
  site.instead(
    'docker',
    `case "$1 $2" in
  'system df') printf 'Images\\t3.1GB (40%%)\\nBuild Cache\\t1.25GB\\n' ;;
  'images -f') printf '200MB\\n1.5kB\\n12B\\n' ;;
  'ps -aq') printf 'a\\nb\\nc\\n' ;;
  inspect*) printf '%s\\n' '${log}' '${small}' '' ;;
esac`,
  );
  expect(parseFreeable(await call('lib/docker/reclaimable', 'reclaimable_of_runtime'))).toEqual([
    { kind: 'build-cache', bytes: 1_250_000_000, name: '' },
    { kind: 'dangling', bytes: 200_001_512, name: '3' },
    { kind: 'log', bytes: 11_000_000, name: log },
  ]);
  site.instead('docker', 'exit 1');
  expect(await call('lib/docker/reclaimable', 'reclaimable_of_runtime')).toBe('');
});
