import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { images } from '../../support/host/deployment';
import { until } from '../../support/host/host';

const ip = (...words: string[]): void => {
  execFileSync('ip', words, { stdio: 'pipe' });
};

/**
 * A Docker daemon that may be killed: socket, data, containers, pid file, bridge and networks are its own. One without a
 * bridge would take the default one away from the machine's own daemon, and so would one that has address pools of its
 * own when it starts again (moby, daemon_unix.go, removeDefaultBridgeInterface). The firewall is that one's: it drops what others forward, between two containers of one
 * network as well, so for as long as this one is there its networks are let through.
 */
export class Daemon {
  private readonly directory = mkdtempSync(join(tmpdir(), 'chaos-docker-'));
  readonly host = `unix://${join(this.directory, 'socket')}`;
  /** The addresses of the one network that its containers may have. */
  readonly subnet: string;
  private readonly bridge = `chaos${randomBytes(3).toString('hex')}`;
  private child: ChildProcess | undefined;

  constructor() {
    const [third = 0] = randomBytes(1);
    ip('link', 'add', this.bridge, 'type', 'bridge');
    ip('addr', 'add', `10.213.${third}.1/24`, 'dev', this.bridge);
    ip('link', 'set', this.bridge, 'up');
    this.subnet = `10.214.${third}.0/24`;
    this.letThrough('-I');
  }

  private letThrough(how: '-I' | '-D'): void {
    spawnSync('iptables', ['-w', how, 'FORWARD', '-s', this.subnet, '-d', this.subnet, '-j', 'ACCEPT']);
  }

  private get isThere(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Starts it, unless it is there; its containers come back as after any crash. */
  async start(): Promise<void> {
    if (this.isThere) return;
    const at = (name: string) => join(this.directory, name);
    // containerd dies with the daemon; where nobody reaps it, it would be waited for as one that runs.
    rmSync(at('exec/containerd/containerd.pid'), { force: true });
    const log = openSync(at('log'), 'a');
    const places = ['--data-root', at('data'), '--exec-root', at('exec'), '--pidfile', at('pid')];
    const alone = ['--bridge', this.bridge, '--iptables=false', '--ip-masq=false'];
    this.child = spawn('dockerd', ['--host', this.host, ...places, ...alone], {
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    await until(() => this.answers(), 60).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${readFileSync(at('log'), 'utf8').slice(-2000)}`);
    });
  }

  /** Gives it the images that everything else is built on. */
  load(): void {
    const [node, postgres] = [images.node, images.postgres];
    execFileSync('bash', [
      '-c',
      'docker save "$2" "$3" | docker -H "$1" load -q',
      'bash',
      this.host,
      node,
      postgres,
    ]);
  }

  private answers(): boolean {
    try {
      execFileSync('docker', ['-H', this.host, 'version'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  }

  /** As a crash would; its containers live on until it is there again. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const { child } = this;
    if (child === undefined || !this.isThere) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  async remove(): Promise<void> {
    await this.kill('SIGTERM');
    // It mounts its own data directory onto itself.
    spawnSync('umount', ['-l', join(this.directory, 'data')]);
    this.letThrough('-D');
    spawnSync('ip', ['link', 'delete', this.bridge]);
    rmSync(this.directory, { recursive: true, force: true });
  }
}
