import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Props } from '../../tools/offline-plugins/shared/values';
import { UNKNOWN } from '../../tools/offline-plugins/shared/values';
import { PluginClient, secret, urnOf } from './plugin-client';
import { built, clear, scratch } from './setup';

const URN = urnOf('command:local:Command');
const directory = scratch();
let plugin: PluginClient;
let executable: string;

beforeAll(async () => {
  executable = built('command', directory);
  plugin = await PluginClient.start(executable);
});
afterAll(async () => {
  await plugin.stop();
  clear(directory);
});

const create = (inputs: Props) => plugin.create(URN, inputs);
const diff = (oldInputs: Props, news: Props) => plugin.diff(URN, 'it1', { olds: oldInputs, oldInputs, news });

describe('create', () => {
  it('runs the command line and keeps what it printed, without the last line break', async () => {
    const { id, outputs } = await create({ create: 'echo one; echo two; echo three >&2' });
    expect(id).toMatch(/^it[0-9a-f]{8}$/);
    expect(outputs).toEqual({
      create: 'echo one; echo two; echo three >&2',
      stdout: 'one\ntwo',
      stderr: 'three',
    });
  });

  it('runs nothing when there is nothing to run', async () => {
    expect((await create({ update: 'false' })).outputs).toEqual({ update: 'false', stdout: '', stderr: '' });
  });

  it('passes stdin, environment, directory and interpreter', async () => {
    const { outputs } = await create({
      create: 'read -r line; printf "%s %s %s %s" "$line" "$GREETING" "$PWD" "$0"',
      stdin: 'typed\nand more that nobody reads',
      environment: { GREETING: 'hello' },
      dir: directory,
      interpreter: ['/bin/bash', '-c'],
    });
    expect(outputs['stdout']).toBe(`typed hello ${directory} /bin/bash`);
  });

  it('knows no output in preview and runs nothing', async () => {
    const file = join(directory, 'previewed');
    const inputs = { create: `touch ${file}`, environment: { A: UNKNOWN } };
    const { outputs } = await plugin.create(URN, inputs, { preview: true });
    expect(outputs).toEqual({ ...inputs, stdout: UNKNOWN, stderr: UNKNOWN });
    expect(existsSync(file)).toBe(false);
  });

  it('keeps a secret input secret, and calls no output one', async () => {
    const environment = { TOKEN: secret('s3cret') };
    const { outputs } = await create({ create: 'echo $TOKEN', environment });
    expect(outputs).toMatchObject({ environment, stdout: 's3cret' });
  });

  it('fails with the exit code, the command line and what it printed', async () => {
    await expect(create({ create: 'echo "why"; exit 3' })).rejects.toMatchObject({
      details: 'exit status 3: running "echo \\"why\\"; exit 3":\nwhy\n',
    });
    await expect(create({ create: 'kill -9 $$' })).rejects.toMatchObject({
      details: 'signal: killed: running "kill -9 $$":\n',
    });
  });

  it('fails when the command cannot be started', async () => {
    await expect(create({ create: 'x', interpreter: ['no-such-program'] })).rejects.toMatchObject({
      details: 'exec: "no-such-program": executable file not found in $PATH: running "x":\n',
    });
    await expect(create({ create: 'x', dir: '/no/such' })).rejects.toMatchObject({
      details: 'chdir /no/such: no such file or directory: running "x":\n',
    });
  });

  it('returns the files left behind, as assets and as an archive', async () => {
    const dir = join(directory, 'files');
    mkdirSync(join(dir, 'deep'), { recursive: true });
    writeFileSync(join(dir, 'a.txt'), 'a');
    writeFileSync(join(dir, 'deep/b.txt'), 'b');
    writeFileSync(join(dir, 'deep/secret.txt'), 'c');
    const globs = ['**.txt', '!**secret*'];
    const { outputs } = await create({ create: 'true', dir, assetPaths: globs, archivePaths: ['*.txt'] });
    expect(Object.keys(outputs['assets'] as Props)).toEqual(['a.txt', 'deep/b.txt']);
    expect(outputs).toMatchObject({
      assets: { 'a.txt': { path: join(dir, 'a.txt'), hash: expect.stringMatching(/^[0-9a-f]{64}$/) } },
      archive: { assets: { 'a.txt': { path: join(dir, 'a.txt') } } },
    });
  });
});

describe('output', () => {
  it('is shown line by line while it appears, as far as logging says', async () => {
    const command = 'echo out-line; echo err-line >&2';
    for (const [logging, shown] of [
      [undefined, ['out-line', 'err-line']],
      ['stdout', ['out-line']],
      ['stderr', ['err-line']],
      ['none', []],
    ] as const) {
      plugin.lines.length = 0;
      await create({ create: command, ...(logging && { logging }) });
      expect([...plugin.lines].sort()).toEqual([...shown].sort());
    }
  });

  it('may be of any size, in one line or in many', async () => {
    const long = await create({ create: 'head -c 3000000 /dev/zero | tr "\\0" x' });
    expect(String(long.outputs['stdout'])).toHaveLength(3_000_000);
    const many = await create({ create: 'seq 1 200000' });
    expect(String(many.outputs['stdout']).split('\n')).toHaveLength(200_000);
  });
});

describe('diff', () => {
  it('sees no change where there is none', async () => {
    const inputs = { create: 'true', environment: { A: 'a' }, triggers: [1] };
    expect(await diff(inputs, inputs)).toMatchObject({ changed: false, detailed: {} });
  });

  it('changes everything in place, and says where', async () => {
    const before = { create: 'a', environment: { A: 'a', B: 'b' }, interpreter: ['sh', '-c'], dir: '/' };
    const after = { create: 'b', environment: { A: 'x', 'C.D': 'd' }, interpreter: ['sh'], stdin: 'in' };
    expect(await diff(before, after)).toEqual({
      changed: true,
      replaces: [],
      deleteBeforeReplace: false,
      detailed: {
        create: 'UPDATE',
        'environment.A': 'UPDATE',
        'environment.B': 'DELETE',
        'environment["C.D"]': 'ADD',
        'interpreter[1]': 'DELETE',
        dir: 'DELETE',
        stdin: 'ADD',
      },
    });
  });

  it('changes stdin in place, too, and nothing is replaced for it', async () => {
    expect(await diff({ create: 'cat', stdin: 'a' }, { create: 'cat', stdin: 'b' })).toEqual({
      ...{ changed: true, replaces: [], deleteBeforeReplace: false },
      detailed: { stdin: 'UPDATE' },
    });
    expect(await diff({ create: 'cat', stdin: 'a' }, { create: 'cat', stdin: 'a' })).toMatchObject({
      ...{ changed: false, detailed: {} },
    });
  });

  it('replaces when triggers come or go; of their values the SDK says so itself', async () => {
    expect(await diff({ create: 'a' }, { create: 'a', triggers: [1] })).toMatchObject({
      replaces: ['triggers'],
      detailed: { triggers: 'ADD_REPLACE' },
    });
    expect(await diff({ triggers: [1] }, { triggers: [2] })).toMatchObject({
      replaces: [],
      detailed: { 'triggers[0]': 'UPDATE' },
    });
  });

  it('counts an unknown value and a change of secrecy as changes', async () => {
    expect((await diff({ stdin: 'a' }, { stdin: UNKNOWN })).detailed).toEqual({ stdin: 'UPDATE' });
    expect((await diff({ stdin: 'a' }, { stdin: secret('a') })).detailed).toEqual({ stdin: 'UPDATE' });
    expect((await diff({ stdin: secret('a') }, { stdin: secret('a') })).changed).toBe(false);
  });
});

describe('update', () => {
  const olds = { create: 'old', stdout: 'before', stderr: '' };

  it('runs create again, or update where there is one, with the previous output at hand', async () => {
    const again = await plugin.update(URN, 'it1', olds, { create: 'echo "$PULUMI_COMMAND_STDOUT!"' });
    expect(again).toMatchObject({ stdout: 'before!' });
    const news = { create: 'false', update: 'echo updated "$PULUMI_COMMAND_STDOUT"' };
    expect(await plugin.update(URN, 'it1', olds, { ...news, addPreviousOutputInEnv: false })).toMatchObject({
      stdout: 'updated ',
    });
  });

  it('runs create again where only stdin has changed, with what is typed now', async () => {
    const before = { create: 'cat', stdin: 'a', stdout: 'a', stderr: '' };
    const after = { create: 'cat', stdin: 'b' };
    expect(await plugin.update(URN, 'it1', before, after)).toMatchObject({ stdin: 'b', stdout: 'b' });
    const previewed = await plugin.update(URN, 'it1', before, after, { preview: true });
    expect(previewed).toEqual({ ...after, stdout: UNKNOWN, stderr: UNKNOWN });
  });

  it('knows no output in preview once an input changes or goes, and the old one while inputs are only added', async () => {
    const preview = (news: Props) => plugin.update(URN, 'it1', olds, news, { preview: true });
    expect(await preview({ create: 'new' })).toEqual({ create: 'new', stdout: UNKNOWN, stderr: UNKNOWN });
    expect(await preview({})).toEqual({ stdout: UNKNOWN, stderr: UNKNOWN });
    expect(await preview({ create: 'old', dir: '/' })).toMatchObject({ stdout: 'before', stderr: '' });
  });
});

describe('delete', () => {
  it('runs delete where there is one, and nothing otherwise', async () => {
    const file = join(directory, 'deleted');
    const outputs = { delete: `echo $PULUMI_COMMAND_STDOUT > ${file}`, stdout: 'kept', stderr: '' };
    await plugin.delete(URN, 'it1', outputs);
    expect(readFileSync(file, 'utf8')).toBe('kept\n');
    await plugin.delete(URN, 'it1', { create: 'false', stdout: '', stderr: '' });
    await expect(plugin.delete(URN, 'it1', { delete: 'exit 1' })).rejects.toMatchObject({
      details: 'exit status 1: running "exit 1":\n',
    });
  });
});

it('reads back what it stored', async () => {
  const outputs = { create: 'true', stdout: 'x', stderr: '' };
  expect(await plugin.read(URN, 'it1', outputs, { create: 'true' })).toEqual({
    id: 'it1',
    outputs,
    inputs: { create: 'true' },
  });
});

it('refuses inputs it does not know and inputs of a wrong type', async () => {
  const { failures } = await plugin.check(URN, { create: 1, crate: 'true', environment: { A: UNKNOWN } });
  expect(failures).toEqual([
    { property: 'crate', reason: "Unrecognized field 'crate' on 'local.CommandInputs'" },
    { property: 'create', reason: expect.stringContaining("must be a 'string'; got 'float64' instead") },
  ]);
});

describe('run', () => {
  it('runs and returns what it was given and what came out', async () => {
    const { outputs } = await plugin.invoke('command:local:run', { command: 'cat', stdin: 'typed' });
    expect(outputs).toEqual({ command: 'cat', stdin: 'typed', stdout: 'typed', stderr: '' });
  });

  it('fails as a command does', async () => {
    await expect(plugin.invoke('command:local:run', { command: 'exit 7' })).rejects.toMatchObject({
      details: 'exit status 7: running "exit 7":\n',
    });
    expect((await plugin.invoke('command:local:run', {})).failures).toMatchObject([{ property: 'command' }]);
  });
});

describe('a call', () => {
  it('does not wait for another', async () => {
    // Each waits for the other: one after the other they would wait for ever.
    const meet = (own: string, other: string) => `touch ${own}; until [ -e ${other} ]; do sleep 0.05; done`;
    const both = [meet('a', 'b'), meet('b', 'a')].map((command) =>
      create({ create: command, dir: directory }),
    );
    await Promise.all(both);
  });

  it('ends when its time is up', async () => {
    const late = plugin.create(URN, { create: 'echo begun; exec sleep 30' }, { timeout: 1 });
    await expect(late).rejects.toMatchObject({
      details: 'signal: killed: running "echo begun; exec sleep 30":\nbegun\n',
    });
  });

  it('ends when everything is cancelled, also while a child of its shell runs on', async () => {
    const other = await PluginClient.start(executable);
    const pending = expect(
      other.create(URN, { create: 'sleep 60 & echo begun; wait' }),
    ).rejects.toMatchObject({ details: expect.stringMatching(/^signal: killed/) });
    while (other.lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await other.cancel();
    await pending;
    await other.stop();
  });
});
