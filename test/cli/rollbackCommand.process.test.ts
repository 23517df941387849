import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { until } from '../support/host/host';
import { Engine, ROOT } from './engine';

const engine = new Engine();
const own = join(engine.home, 'state/chronos-rollback');
afterAll(() => engine.remove());

/** Types `./rollback …` without a terminal. */
function rollback(line: string, env: NodeJS.ProcessEnv = {}, command = join(ROOT, 'rollback')) {
  const words = line.split(' ').filter(Boolean);
  const { status, stdout, stderr } = spawnSync(command, words, {
    cwd: '/',
    env: { ...engine.env, ...env },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}
const planned = {
  info: 'PLAN   r-7544269e, attempt 1',
  outputs: { status: 'planned', plan: { id: 'r-7544269e' } },
};
const status = () => execFileSync('git', ['status', '--porcelain'], { cwd: ROOT, encoding: 'utf8' });

describe('./rollback', () => {
  test('previews from any directory and through a symlink, and shows what the program reports and no more', () => {
    engine.answers({ preview: { ...planned, stdout: ' +  pulumi:pulumi:Stack create\n' } });
    const link = join(engine.home, 'rb');
    symlinkSync(join(ROOT, 'rollback'), link);
    expect(rollback('', {}, link)).toEqual({
      code: 0,
      stdout:
        'with  . ~/state/chronos-rollback/production.sh\n$ pulumi preview\nPLAN   r-7544269e, attempt 1\n',
      stderr: '',
    });
    expect(engine.typed()).toEqual(['preview']);
  });

  test('takes an --env-file for itself, which Node has an option for, too', () => {
    engine.answers({ preview: planned });
    const { code, stderr } = rollback('up --env-file no-such.env --var A=b');
    expect({ code, stderr: stderr.includes('not found') }).toEqual({ code: 1, stderr: false });
    expect(engine.typed()).toEqual(['preview -c variables={"A":"b"} -c envFiles=["no-such.env"]']);
  });

  test('keeps backend, passphrase and configuration to itself and to its owner', () => {
    expect(statSync(own).mode & 0o777).toBe(0o700);
    expect(statSync(join(own, 'passphrase')).mode & 0o777).toBe(0o600);
    const [call] = engine.calls();
    expect(call?.env).toMatchObject({
      PULUMI_BACKEND_URL: `file://${own}/backend?metadata=skip`,
      PULUMI_CONFIG_PASSPHRASE_FILE: join(own, 'passphrase'),
      PULUMI_OPTION_CONFIG_FILE: expect.stringMatching(
        new RegExp(`^${own}/run-${hostname()}-\\d+/Pulumi.production.yaml$`),
      ) as string,
      PULUMI_STACK: 'production',
    });
    const settings = readFileSync(join(ROOT, 'Pulumi.production.yaml'), 'utf8');
    const copy = readFileSync(join(own, 'Pulumi.production.yaml'), 'utf8');
    expect(copy).toContain(settings);
    expect(copy).toContain('encryptionsalt: v1:salt');
  });

  test('changes nothing in the checkout, and forgets what -c has saved', () => {
    const before = status();
    engine.answers({ preview: planned });
    writeFileSync(join(own, 'Pulumi.production.yaml'), 'config:\n  chronos-rollback:commit: v1\n');
    const passphrase = readFileSync(join(own, 'passphrase'), 'utf8');
    expect(rollback('').code).toBe(0);
    expect(readFileSync(join(own, 'Pulumi.production.yaml'), 'utf8')).not.toContain('v1\n');
    expect(readFileSync(join(own, 'passphrase'), 'utf8')).toBe(passphrase);
    expect(readdirSync(own).filter((name) => name.startsWith('run-'))).toEqual([]);
    expect(status()).toBe(before);
  });

  test('the lines that it prints do the same when they are typed', () => {
    engine.answers({ preview: planned, up: {} });
    rollback("up --yes --to v2 --reason it's$(bad)");
    const { stdout } = rollback("up --yes --to v2 --reason it's$(bad)");
    const ran = engine.calls().slice(2);
    const typed = stdout.split('\n').flatMap((line) => (line.startsWith('$ ') ? [line.slice(2)] : []));
    expect(typed).toHaveLength(2);
    const shell = [stdout.split('\n')[0]?.slice('with  '.length), ...typed].join('\n');
    engine.answers({});
    execFileSync('bash', ['-c', shell], { cwd: '/', env: engine.env });
    const byHand = engine.calls();
    const meant = ({ words, env, cwd }: (typeof byHand)[number]) => ({
      words: words.slice(0, words.indexOf('--event-log') < 0 ? undefined : words.indexOf('--event-log')),
      env: { ...env, PULUMI_SKIP_UPDATE_CHECK: '1', PULUMI_OPTION_CONFIG_FILE: 'a copy' },
      cwd,
    });
    expect(byHand.map(meant)).toEqual(ran.map(meant));
    const [config = ''] = byHand.map(({ env }) => env['PULUMI_OPTION_CONFIG_FILE']);
    expect(readFileSync(config, 'utf8')).toContain('encryptionsalt: v1:salt');
  });

  test('a look at a target previews that target', () => {
    engine.answers({ preview: planned });
    expect(rollback('--to v2').stdout).toContain('\n$ pulumi preview -c commit=v2\n');
    expect(engine.calls().at(-1)?.words).toEqual(expect.arrayContaining(['preview', '-c', 'commit=v2']));
  });

  test('what -c has saved is read, whatever another ./rollback does meanwhile', () => {
    engine.answers({ up: { meanwhile: join(ROOT, 'rollback') } });
    expect(rollback('up r-7544269e').stdout).toContain('\nconfirm=r-7544269e\n');
    // The lines that are printed then leave it out.
    expect(readFileSync(join(own, 'Pulumi.production.yaml'), 'utf8')).toMatch(/^confirm=r-7544269e$/m);
  });

  test('removes what a killed ./rollback has left, once no pulumi of it has yet to read that', () => {
    const left = (of: number | string, hours: number) => {
      const path = join(own, typeof of === 'number' ? `run-${hostname()}-${of}` : of);
      mkdirSync(path);
      utimesSync(path, 0, Date.now() / 1000 - hours * 3600);
      return path;
    };
    const [old, young] = [left(spawnSync('true').pid, 2), left(spawnSync('true').pid, 0)];
    const used = left(process.pid, 2);
    const [oldInit, youngInit] = [left('init-AbCdEf', 2), left('init-123456', 0)];
    engine.answers({});
    rollback('');
    expect([old, oldInit].map((path) => existsSync(path))).toEqual([false, false]);
    expect([young, used, youngInit].map((path) => existsSync(path))).toEqual([true, true, true]);
  });

  describe('of a stack whose making was killed before its salt was kept', () => {
    const state = join(own, 'backend/.pulumi/stacks/chronos-rollback/production.json');
    const salt = join(own, 'Pulumi.production.yaml.salt');

    test('takes the salt from the state', () => {
      engine.answers({ preview: planned });
      const kept = { secrets_providers: { type: 'passphrase', state: { salt: 'v1:kept' } } };
      writeFileSync(state, JSON.stringify({ version: 3, checkpoint: { latest: kept } }));
      rmSync(salt);
      expect(rollback('')).toMatchObject({ code: 0, stderr: '' });
      expect(readFileSync(salt, 'utf8')).toBe('encryptionsalt: v1:kept\n');
      expect(statSync(salt).mode & 0o777).toBe(0o600);
    });

    test.each(['', '{}'])('names the state that has none: %j', (text) => {
      writeFileSync(state, text);
      rmSync(salt, { force: true });
      expect(rollback('')).toMatchObject({
        code: 1,
        stderr: expect.stringContaining(`DO     rm ${state}\n`) as string,
      });
      rmSync(state);
      expect(rollback('').code).toBe(0);
      expect(readFileSync(salt, 'utf8')).toBe('encryptionsalt: v1:salt\n');
    });
  });

  test("uses the operator's own backend with the operator's own passphrase", () => {
    engine.answers({ preview: planned });
    const backend = { PULUMI_BACKEND_URL: 'file:///somewhere', PULUMI_CONFIG_PASSPHRASE: 'mine' };
    expect(rollback('', backend).code).toBe(0);
    expect(engine.calls()[0]?.env).toMatchObject(backend);
    const { code, stdout } = rollback('', { PULUMI_BACKEND_URL: 'file:///somewhere' });
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringContaining('PULUMI_CONFIG_PASSPHRASE_FILE='),
    });
  });

  test.each([
    [
      'a stack that is locked',
      { stderr: 'error: the stack is currently locked by 1 lock(s)' },
      'DO     ./rollback recover',
    ],
    [
      'a stack that is missing',
      { stderr: "error: no stack named 'x' found" },
      'DO     pulumi stack init production',
    ],
    [
      'an error of the engine',
      { error: 'the plugin is\nmissing', stderr: 'x' },
      'error: the plugin is\nmissing\n',
    ],
  ])('tells %s, whole, and what to do', (_, answer, words) => {
    engine.answers({ preview: { ...answer, code: 1 } });
    const { code, stdout } = rollback('');
    expect(code).toBe(1);
    expect(stdout).toContain(words);
  });

  test('an unknown stack is refused with those that are known', () => {
    const { code, stderr } = rollback('--stack nosuch');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/"nosuch".* \S+Pulumi\.nosuch\.yaml; .*production/),
    });
    expect(existsSync(join(own, 'Pulumi.nosuch.yaml'))).toBe(false);
  });

  test('wrong usage ends with 2', () => {
    expect(rollback('nonsense')).toMatchObject({ code: 2, stdout: '' });
  });

  test('says what to type where nothing is set up, and which Node it needs', () => {
    const bare = join(engine.home, 'bare');
    mkdirSync(bare);
    writeFileSync(join(bare, 'rollback'), readFileSync(join(ROOT, 'rollback')), { mode: 0o755 });
    const { code, stderr } = rollback('', {}, join(bare, 'rollback'));
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`${bare}/tools/setup`) });
    const bin = join(engine.home, 'bin');
    mkdirSync(bin);
    for (const tool of ['sh', 'readlink', 'dirname'])
      symlinkSync(execFileSync('which', [tool], { encoding: 'utf8' }).trim(), join(bin, tool));
    expect(rollback('', { PATH: bin }).stderr).toContain(' Node 20.19 ');
    writeFileSync(join(bin, 'node'), '#!/bin/sh\necho v18.20.1\n', { mode: 0o755 });
    expect(rollback('', { PATH: bin }).stderr).toMatch(/ Node 20\.19 .* v18\.20\.1/);
  });

  test('Ctrl-C is passed on to the engine once and waited for, and ends with 130', async () => {
    engine.answers({ preview: { ...planned, works: true } });
    const child = spawn(join(ROOT, 'rollback'), [], { env: engine.env });
    let text = '';
    child.stdout.on('data', (piece) => (text += String(piece)));
    const ended = new Promise((resolve) => child.on('close', resolve));
    await until(() => text.includes('PLAN'), 30);
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(text).toContain('error: canceled');
  });

  test('a pipe that is closed stops what only looks, and leaves nothing behind', async () => {
    engine.answers({ preview: { ...planned, works: true } });
    const { status: code, stdout } = spawnSync(
      'bash',
      ['-c', `set -o pipefail; '${ROOT}/rollback' | head -n 1`],
      {
        env: { ...engine.env, TMPDIR: engine.home },
        encoding: 'utf8',
      },
    );
    expect({ code, stdout }).toEqual({ code: 130, stdout: expect.stringMatching(/^with {2}/) });
    expect(readdirSync(engine.home).filter((name) => name.startsWith('rollback-'))).toEqual([]);
  });

  test('a pipe that is closed stops no update', () => {
    engine.answers({ up: { info: 'PLAN', later: 'done  verify', outputs: planned.outputs } });
    const line = `'${ROOT}/rollback' up r-7544269e 2>&1 | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout } = spawnSync('bash', ['-c', line], { env: engine.env, encoding: 'utf8' });
    expect(stdout).toMatch(/^with .*\n0\n$/);
    expect(engine.ended().at(-1)).toBe('up');
  });
});
