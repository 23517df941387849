import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { root } from '../load';

let cache: string;
beforeEach(() => (cache = mkdtempSync(join(tmpdir(), 'chronos-set-up-'))));
afterEach(() => rmSync(cache, { recursive: true }));

async function setUp(args: string[], env: Record<string, string> = {}) {
  const child = spawn(join(root, 'tools/setup'), args, {
    env: { ...process.env, XDG_CACHE_HOME: cache, ...env },
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await ended, stdout, stderr };
}

describe('tools/setup', () => {
  it('explains an unknown option instead of tracing it', async () => {
    const { status, stderr } = await setUp(['--nonsense']);
    expect(status).toBe(1);
    expect(stderr).toContain('Usage: tools/setup');
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it('says so when there is nothing to print yet', async () => {
    const { status, stderr } = await setUp(['--print']);
    expect({ status, stderr: stderr.trim() }).toEqual({
      status: 1,
      stderr: 'Nothing has been set up yet: run tools/setup first.',
    });
  });

  it('names what was tried and what to type when Docker does not answer, and starts no engine of its own', async () => {
    const { status, stderr } = await setUp(['--only', 'docker'], { DOCKER_HOST: 'unix:///nowhere.sock' });
    expect(status).toBe(1);
    expect(stderr).toContain('tried starting the one installed: DOCKER_HOST is unix:///nowhere.sock');
    expect(stderr).toContain('sudo apt-get install -y docker.io iptables');
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it('may run twice at once', async () => {
    const runs = await Promise.all([setUp(['--only', 'tools']), setUp(['--only', 'tools'])]);
    expect(runs.map(({ status }) => status)).toEqual([0, 0]);
    const printed = await setUp(['--print']);
    expect(JSON.parse(printed.stdout)).toHaveProperty('tools.git');
  });
});
