import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../load';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'chronos-wrapper-'))));
afterEach(() => rmSync(home, { recursive: true }));

/** Puts a Pulumi in the cache that prints how it was called. */
function install() {
  const bin = join(home, 'chronos-rollback', version, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'pulumi'), '#!/bin/sh\necho "ran $* [$PULUMI_HOME]"\n');
  chmodSync(join(bin, 'pulumi'), 0o755);
}

function pulumi(args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(join(root, 'tools/bin/pulumi'), args, {
    cwd: home,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      XDG_CACHE_HOME: home,
      PULUMI_BACKEND_URL: 'file://~',
      ...env,
    },
  });
  return { status, stdout, stderr };
}

describe('the pulumi wrapper', () => {
  it('says to run tools/setup when nothing has been set up', () => {
    const { status, stderr } = pulumi(['version']);
    expect(status).toBe(1);
    expect(stderr).toContain('run tools/setup first');
  });

  it.each([['up'], ['-C', '/tmp', 'preview'], ['destroy', '--yes'], ['-s', 'production', 'stack', 'output']])(
    'refuses `pulumi %s …` without a passphrase, saying what to type',
    (...args) => {
      install();
      const { status, stdout, stderr } = pulumi(args);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toContain('PULUMI_CONFIG_PASSPHRASE_FILE=');
    },
  );

  it.each([
    [['up'], { PULUMI_CONFIG_PASSPHRASE: 'x' }],
    [['up'], { PULUMI_CONFIG_PASSPHRASE: '' }],
    [['up'], { PULUMI_CONFIG_PASSPHRASE_FILE: '/some/file' }],
    [['up'], { PULUMI_BACKEND_URL: 'https://example.test' }],
    [['up', '--help'], {}],
    [['stack', 'ls'], {}],
    [['version'], {}],
    [[], {}],
  ])('hands %j with %j over to the engine', (args, env) => {
    install();
    const { status, stdout } = pulumi(args, env);
    expect(status).toBe(0);
    expect(stdout).toContain(`ran ${args.join(' ')} [${home}/chronos-rollback/${version}/pulumi-home]`);
  });

  it('leaves a stack alone that keeps its secrets elsewhere', () => {
    install();
    writeFileSync(join(home, 'Pulumi.cloud.yaml'), 'secretsprovider: awskms://alias/x\n');
    expect(pulumi(['up', '--stack', 'cloud']).status).toBe(0);
    expect(pulumi(['up', '--stack', 'other']).status).toBe(1);
  });
});
