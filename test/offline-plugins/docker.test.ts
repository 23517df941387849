import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Props } from '../../tools/offline-plugins/shared/values';
import { UNKNOWN } from '../../tools/offline-plugins/shared/values';
import { halfMade, PluginClient, urnOf } from './plugin-client';
import { built, clear, docker, localImage, scratch } from './setup';

const TAG = urnOf('docker:index/tag:Tag', 'pin');
const CONTAINER = urnOf('docker:index/container:Container', 'probe');
const PREFIX = `offline-plugins-${process.pid}`;
const NETWORK = `${PREFIX}-net`;
const PIN = `${PREFIX}-pin:v1`;
const directory = scratch();
let plugin: PluginClient;
let executable: string;
let image: string;

beforeAll(async () => {
  image = localImage();
  executable = built('docker', directory);
  plugin = await PluginClient.start(executable);
  docker('network', 'create', NETWORK);
});
afterAll(async () => {
  await plugin.stop();
  const left = docker('ps', '-aq', '--filter', `name=${PREFIX}`);
  if (left) docker('rm', '-fv', ...left.split('\n'));
  docker('network', 'rm', NETWORK);
  const pins = docker('images', '-q', PIN);
  if (pins) docker('rmi', PIN);
  clear(directory);
});

let count = 0;
/** Inputs of a one-off run, as `check` returns them. */
async function probe(more: Props = {}): Promise<Props> {
  const name = `${PREFIX}-${(count += 1)}`;
  const run = { image, name, entrypoints: ['/bin/sh', '-c'], mustRun: false, attach: true, logs: true };
  const networkMode = more['networksAdvanced'] ? 'bridge' : 'none';
  const { inputs, failures } = await plugin.check(CONTAINER, { ...run, networkMode, ...more });
  expect(failures).toEqual([]);
  return inputs;
}
const diff = (urn: string, outputs: Props, news: Props) =>
  plugin.diff(urn, 'id', { olds: outputs, oldInputs: {}, news });

describe('Tag', () => {
  const given = () => ({ sourceImage: image, targetImage: PIN });

  it('names the image, knows its id, and leaves the name behind', async () => {
    const { inputs } = await plugin.check(TAG, given());
    const preview = await plugin.create(TAG, inputs, { preview: true });
    expect(preview.outputs).toEqual({ ...given(), id: UNKNOWN, sourceImageId: UNKNOWN });
    expect(docker('images', '-q', PIN)).toBe('');

    const { id, outputs } = await plugin.create(TAG, inputs);
    const imageId = docker('image', 'inspect', '-f', '{{.Id}}', PIN);
    expect(outputs).toEqual({ ...given(), id: `${image}.${PIN}`, sourceImageId: imageId });
    expect(await plugin.read(TAG, id, outputs, inputs)).toEqual({ id, outputs, inputs });

    await plugin.delete(TAG, id, outputs);
    expect(docker('image', 'inspect', '-f', '{{.Id}}', PIN)).toBe(imageId);
  });

  it('is replaced by any change and only by a change', async () => {
    const outputs = { ...given(), tagTriggers: ['a', 'b'], sourceImageId: 'sha256:1', id: 'x' };
    expect((await diff(TAG, outputs, { ...given(), tagTriggers: ['b', 'a'] })).changed).toBe(false);
    expect(await diff(TAG, outputs, { ...given(), targetImage: UNKNOWN, tagTriggers: ['a', 'c'] })).toEqual({
      changed: true,
      replaces: ['tagTriggers', 'targetImage'],
      deleteBeforeReplace: false,
      detailed: { targetImage: 'UPDATE_REPLACE', 'tagTriggers[1]': 'UPDATE_REPLACE' },
    });
  });

  it('fails in the words of Docker when there is no such image', async () => {
    await expect(
      plugin.create(TAG, { sourceImage: `${PREFIX}-none`, targetImage: PIN }),
    ).rejects.toMatchObject({
      details: `1 error occurred:\n\t* failed to create docker tag: Error response from daemon: No such image: ${PREFIX}-none:latest\n\n`,
    });
  });
});

describe('Container that runs to its end', () => {
  it('has exit code and logs as outputs, and a bad end is no error', async () => {
    const inputs = await probe({
      command: ['echo out; echo err >&2; echo "$GREETING"; exit 3'],
      envs: ['GREETING=hello'],
      labels: [{ label: 'chronos.plan', value: 'p1' }],
    });
    const { id, outputs } = await plugin.create(CONTAINER, inputs);
    expect(outputs).toMatchObject({ id, exitCode: 3, mustRun: false, name: inputs['name'], image });
    expect(String(outputs['containerLogs']).split('\n').sort()).toEqual(['', 'err', 'hello', 'out']);
    expect(docker('inspect', '-f', '{{index .Config.Labels "chronos.plan"}}', id)).toBe('p1');

    expect((await diff(CONTAINER, outputs, inputs)).changed).toBe(false);
    const refreshed = await plugin.read(CONTAINER, id, outputs, inputs);
    expect(refreshed.outputs).toEqual(outputs);
    expect(refreshed.inputs).toEqual(inputs);
    expect((await diff(CONTAINER, refreshed.outputs, refreshed.inputs)).changed).toBe(false);

    await plugin.delete(CONTAINER, id, outputs);
    expect(docker('ps', '-aq', '--filter', `name=${String(inputs['name'])}`)).toBe('');
    expect(await plugin.read(CONTAINER, id, outputs, inputs)).toEqual({ id: '', outputs: {}, inputs: {} });
    await plugin.delete(CONTAINER, id, outputs);
  });

  it('joins the networks it names, and no other', async () => {
    const command = ['cat /etc/hosts | wc -l'];
    const networksAdvanced = [{ name: NETWORK, aliases: ['seeker'] }];
    const inputs = await probe({ command, networksAdvanced });
    const { id, outputs } = await plugin.create(CONTAINER, inputs);
    expect(outputs).toMatchObject({ exitCode: 0, networkDatas: [{ networkName: NETWORK }] });
    expect((await diff(CONTAINER, outputs, inputs)).changed).toBe(false);
    await plugin.delete(CONTAINER, id, outputs);
  });

  it('knows the hosts that it is given, in the network of the host as well', async () => {
    const command = ['grep -c "127.0.0.9.*named" /etc/hosts'];
    const inputs = await probe({ command, networkMode: 'host', hosts: [{ host: 'named', ip: '127.0.0.9' }] });
    const { id, outputs } = await plugin.create(CONTAINER, inputs);
    expect(outputs).toMatchObject({ exitCode: 0, networkMode: 'host' });
    expect((await diff(CONTAINER, outputs, inputs)).changed).toBe(false);
    await plugin.delete(CONTAINER, id, outputs);
  });

  it('may log much, and more than one may run at a time', async () => {
    const all = await Promise.all([
      // Docker hands on no more once a container has ended, however much it had still to say.
      probe({ command: ['seq 1 20000; sleep 2'] }),
      probe({ command: ['sleep 1; id -u'], user: '12345:1' }),
      probe({ command: ['sleep 1; pwd; cat /data/x'], workingDir: '/tmp', tty: true }),
    ]);
    const made = await Promise.all(all.map((inputs) => plugin.create(CONTAINER, inputs)));
    const [many, user, tty] = made.map(({ outputs }) => String(outputs['containerLogs']));
    expect(many?.split('\n')).toHaveLength(20_001);
    expect(user).toBe('12345\n');
    expect(tty).toMatch(/^\/tmp\r\n/);
    await Promise.all(made.map(({ id, outputs }) => plugin.delete(CONTAINER, id, outputs)));
  });

  it('mounts what it is told to', async () => {
    writeFileSync(join(directory, 'note'), 'from the host\n');
    const inputs = await probe({
      command: ['cat /a/note /b/note; touch /a/x 2>/dev/null || echo "cannot write"; df /c | tail -n 1'],
      mounts: [{ type: 'bind', source: directory, target: '/a', readOnly: true }],
      volumes: [{ hostPath: directory, containerPath: '/b' }],
      tmpfs: { '/c': 'size=64k' },
    });
    const { id, outputs } = await plugin.create(CONTAINER, inputs);
    expect(outputs['containerLogs']).toMatch(/^from the host\nfrom the host\ncannot write\ntmpfs +64/);
    expect((await diff(CONTAINER, outputs, inputs)).changed).toBe(false);
    await plugin.delete(CONTAINER, id, outputs);
  });
});

describe('Container that keeps running', () => {
  it('is seen to have stopped, is started again, and is updated in place', async () => {
    const inputs = await probe({ command: ['exec sleep 300'], mustRun: true, attach: false, logs: false });
    const { id, outputs } = await plugin.create(CONTAINER, inputs);
    expect(outputs).toMatchObject({ mustRun: true, restart: 'no' });
    expect(outputs).not.toHaveProperty('exitCode');

    docker('kill', id);
    const stopped = await plugin.read(CONTAINER, id, outputs, inputs);
    expect(stopped.outputs).toMatchObject({ mustRun: false, exitCode: 137 });
    expect(await diff(CONTAINER, stopped.outputs, inputs)).toMatchObject({
      replaces: [],
      detailed: { mustRun: 'UPDATE' },
    });
    const news = { ...inputs, restart: 'on-failure', maxRetryCount: 2 };
    const preview = await plugin.update(CONTAINER, id, stopped.outputs, news, { preview: true });
    expect(preview).toMatchObject({ mustRun: true, restart: 'on-failure', exitCode: 137, id });
    expect(docker('inspect', '-f', '{{.State.Running}}', id)).toBe('false');

    await plugin.update(CONTAINER, id, stopped.outputs, news);
    expect(docker('inspect', '-f', '{{.State.Running}} {{.HostConfig.RestartPolicy}}', id)).toBe(
      'true {on-failure 2}',
    );
    await plugin.delete(CONTAINER, id, outputs);
  });
});

describe('Container inputs', () => {
  it('get defaults and a name of their own, which stays', async () => {
    const { inputs } = await plugin.check(CONTAINER, { image });
    expect(inputs).toMatchObject({
      name: expect.stringMatching(/^probe-[0-9a-f]{7}$/),
      networkMode: 'bridge',
      mustRun: true,
      attach: false,
      restart: 'no',
      __defaults: expect.arrayContaining(['name', 'networkMode']),
    });
    expect((await plugin.check(CONTAINER, { image }, inputs)).inputs).toEqual(inputs);
  });

  it('that are not served are refused by name', async () => {
    const { failures } = await plugin.check(CONTAINER, {
      image,
      ports: [{ internal: 80 }],
      networksAdvanced: [{ name: NETWORK, gwPriority: 1 }],
      restart: 'sometimes',
    });
    expect(failures.map(({ property }) => property).sort()).toEqual([
      'networksAdvanced[0].gwPriority',
      'ports',
      'restart',
    ]);
  });

  it('are outputs already in preview, where the rest is unknown', async () => {
    const inputs = await probe({ command: [UNKNOWN] });
    const { id, outputs } = await plugin.create(CONTAINER, inputs, { preview: true });
    expect(id).toBe('');
    expect(outputs).toMatchObject({
      image,
      name: inputs['name'],
      command: [UNKNOWN],
      exitCode: UNKNOWN,
      containerLogs: UNKNOWN,
      networkDatas: UNKNOWN,
      hostname: UNKNOWN,
    });
    expect(outputs).not.toHaveProperty('__defaults');
  });

  it('replace the container when they change, deleting the old one first', async () => {
    const olds = { ...(await probe({ command: ['a', 'b', 'c'], envs: ['A=1'] })), hostname: 'abc' };
    const news = {
      ...olds,
      image: UNKNOWN,
      command: ['a', 'c', 'd'],
      envs: ['A=2'],
      labels: [{ label: 'l', value: 'v' }],
    };
    expect(await diff(CONTAINER, olds, news)).toEqual({
      changed: true,
      replaces: ['command', 'envs', 'image', 'labels'],
      deleteBeforeReplace: true,
      detailed: {
        image: 'UPDATE_REPLACE',
        'command[1]': 'DELETE_REPLACE',
        'command[2]': 'ADD_REPLACE',
        'envs[0]': 'UPDATE_REPLACE',
        labels: 'ADD_REPLACE',
      },
    });
  });
});

describe('a failing Container', () => {
  it('says which image there is not', async () => {
    const missing = `${PREFIX}.invalid/none:1`;
    const inputs = { ...(await probe({ command: ['true'] })), image: missing };
    await expect(plugin.create(CONTAINER, inputs)).rejects.toMatchObject({
      details: expect.stringMatching(
        `^1 error occurred:\n\t\\* Unable to create container with image ${missing}: unable to pull image ${missing}: error pulling image ${missing}: Error response from daemon: `,
      ),
    });
  });

  it('that is there all the same is handed over half-made, as the official one leaves it', async () => {
    const inputs = await probe({ command: ['true'], networksAdvanced: [{ name: `${NETWORK}-none` }] });
    const error: unknown = await plugin.create(CONTAINER, inputs).catch((thrown: unknown) => thrown);
    const { id, outputs, reasons } = halfMade(error);
    expect(docker('inspect', '-f', '{{.State.Status}}', id)).toBe('created');
    // Whether Docker minds when connecting or only when starting depends on its version.
    expect(reasons).toEqual([
      expect.stringMatching(
        `^creating ${CONTAINER}: 1 error occurred:\n\t\\* Unable to (connect to network '${NETWORK}-none'|start container): Error response from daemon: network ${NETWORK}-none not found\n\n$`,
      ),
    ]);
    await plugin.delete(CONTAINER, id, outputs);
  });

  it('stops waiting when its time is up', async () => {
    const inputs = await probe({ command: ['sleep 300'] });
    const late = plugin.create(CONTAINER, inputs, { timeout: 1 });
    const { id, outputs, reasons } = halfMade(await late.catch((thrown: unknown) => thrown));
    expect(reasons[0]).toMatch('Unable to wait container end of execution');
    await plugin.delete(CONTAINER, id, outputs);
  });
});

describe('the provider', () => {
  const tagWith = async (config: Props, env: NodeJS.ProcessEnv = {}) => {
    const other = await PluginClient.start(executable, config, env);
    try {
      return await other.create(TAG, { sourceImage: image, targetImage: PIN });
    } finally {
      await other.stop();
    }
  };

  it('talks to the host it is given, or says that it cannot', async () => {
    await expect(tagWith({ host: 'unix:///var/run/docker.sock' })).resolves.toMatchObject({
      id: `${image}.${PIN}`,
    });
    const host = `unix://${directory}/no.sock`;
    const reason = `Cannot connect to the Docker daemon at ${host}. Is the docker daemon running?`;
    const details = expect.stringContaining(
      `failed to create Docker client: Error pinging Docker server, please make sure that ${host} is reachable and has a  '_ping' endpoint. Error: ${reason}`,
    );
    await expect(tagWith({ host })).rejects.toMatchObject({ details });
    await expect(tagWith({}, { DOCKER_HOST: host })).rejects.toMatchObject({ details });
  });

  it('reaches a host over ssh', async () => {
    const ssh = join(directory, 'ssh');
    writeFileSync(
      ssh,
      '#!/bin/sh\necho "$*" > "$0.args"\nwhile [ "$1" != -- ]; do shift; done\nshift 2\nexec "$@"\n',
    );
    chmodSync(ssh, 0o755);
    const PATH = `${directory}${delimiter}${process.env['PATH'] ?? ''}`;
    await expect(tagWith({ host: 'ssh://ops@example.invalid:2222' }, { PATH })).resolves.toMatchObject({
      id: `${image}.${PIN}`,
    });
    expect(readFileSync(`${ssh}.args`, 'utf8').trim()).toBe(
      '-o ConnectTimeout=30 -T -l ops -p 2222 -- example.invalid docker system dial-stdio',
    );
  });

  it('refuses configuration it does not know or serve', async () => {
    const { failures } = await plugin.checkConfig({
      host: 'unix:///x',
      certPath: '/c',
      hots: 'x',
      version: '5.2.0',
    });
    expect(failures.map(({ property }) => property)).toEqual(['certPath', 'hots']);
  });
});
