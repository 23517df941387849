import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { built, clear, docker, localImage, scratch } from './setup';
import { Stack } from './stack';

const PREFIX = `offline-engine-${process.pid}`;
const directory = scratch();
const image = localImage();
const stack = new Stack(
  join(directory, 'project'),
  `
const pulumi = require('@pulumi/pulumi');
const command = require('@pulumi/command');
const docker = require('@pulumi/docker');
const given = JSON.parse(process.env.GIVEN);
module.exports = async () => {
  const environment = { TOKEN: pulumi.secret('s3cret') };
  const step = new command.local.Command('step', { environment, ...given.step });
  const provider = new docker.Provider('local', { host: 'unix:///var/run/docker.sock' });
  const tag = new docker.Tag('pin', given.pin, { provider });
  const probe = new docker.Container('probe', given.probe, { provider, dependsOn: [tag] });
  const facts = command.local.runOutput({ command: 'echo facts' });
  const known = { stdout: await step.stdout.isKnown, exitCode: await probe.exitCode.isKnown, id: await tag.sourceImageId.isKnown };
  require('fs').writeFileSync('known.json', JSON.stringify(known));
  const { stdout } = step;
  return { stdout, exitCode: probe.exitCode, logs: probe.containerLogs, sourceImageId: tag.sourceImageId, facts: facts.stdout };
};
`,
);

/** Which outputs the program knew when it last ran. */
const known = () => JSON.parse(readFileSync(join(directory, 'project/known.json'), 'utf8')) as unknown;

const given = {
  step: { create: 'echo $TOKEN | wc -c', triggers: [1], delete: `touch ${join(directory, 'deleted')}` },
  pin: { sourceImage: image, targetImage: `${PREFIX}:pin` },
  probe: {
    name: `${PREFIX}-probe`,
    image,
    entrypoints: ['/bin/sh', '-c'],
    command: ['echo seen; exit 4'],
    networkMode: 'none',
    ...{ mustRun: false, attach: true, logs: true },
  },
};

beforeAll(async () => {
  const plugins = ['command', 'docker'] as const;
  for (const name of plugins) {
    const into = join(directory, name);
    mkdirSync(into);
    built(name, into);
    await stack.install(name, name === 'command' ? '1.2.1' : '5.2.0', into);
  }
  await stack.pulumi('stack', 'init', 'dev');
});

afterAll(async () => {
  const left = docker('ps', '-aq', '--filter', `name=${PREFIX}`);
  if (left) docker('rm', '-f', left);
  if (docker('images', '-q', `${PREFIX}:pin`)) docker('rmi', `${PREFIX}:pin`);
  clear(directory);
});

it('creates, then changes nothing after a refresh', async () => {
  stack.tell(given);
  await stack.change('up');
  expect(await stack.stored()).toMatchObject({
    'plugins-test-dev': {
      stdout: '7',
      exitCode: 4,
      logs: 'seen\n',
      sourceImageId: docker('image', 'inspect', '-f', '{{.Id}}', image),
      facts: 'facts',
    },
    step: { stdout: '7', environment: { TOKEN: { ciphertext: expect.any(String) } } },
  });
  await stack.change('refresh');
  expect(await stack.preview()).toMatchObject({ step: 'same', pin: 'same', probe: 'same', local: 'same' });
  expect(known()).toEqual({ stdout: true, exitCode: true, id: true });
});

it('previews an update in place with its output unknown, and a replacement for new triggers', async () => {
  stack.tell({ ...given, step: { ...given.step, create: 'echo changed' } });
  expect(await stack.preview()).toMatchObject({ step: 'update', probe: 'same' });
  expect(known()).toEqual({ stdout: false, exitCode: true, id: true });
  stack.tell({ ...given, step: { ...given.step, triggers: [2] }, pin: { ...given.pin, tagTriggers: ['x'] } });
  expect(await stack.preview()).toMatchObject({
    step: expect.stringContaining('replace'),
    pin: expect.stringContaining('replace'),
  });
  expect(known()).toEqual({ stdout: false, exitCode: true, id: false });
});

it('makes a container anew that has vanished', async () => {
  docker('rm', '-f', `${PREFIX}-probe`);
  stack.tell({ ...given, probe: { ...given.probe, command: ['exit 5'] } });
  await stack.change('up', '--refresh');
  expect(docker('inspect', '-f', '{{.State.ExitCode}}', `${PREFIX}-probe`)).toBe('5');
});

it('ends the update with what a failing command printed', async () => {
  stack.tell({ ...given, step: { ...given.step, create: 'echo "no such release"; exit 9' } });
  await expect(stack.change('up')).rejects.toThrow(
    /exit status 9: running "echo \\"no such release\\"; exit 9":\s+no such release/,
  );
});

it('leaves the tag and takes the container away when everything is destroyed', async () => {
  await stack.change('destroy');
  expect(docker('ps', '-aq', '--filter', `name=${PREFIX}`)).toBe('');
  expect(docker('images', '-q', `${PREFIX}:pin`)).not.toBe('');
  expect(existsSync(join(directory, 'deleted'))).toBe(true);
});
