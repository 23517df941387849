import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { aptCandidate, aptInstall } from './apt.mjs';
import { ask, onPath, run } from './command.mjs';

const packages = ['docker.io', 'docker-cli', 'iptables', 'ca-certificates'];

/** A Docker engine that answers this user. One that is in place is used as it is. */
export const docker = {
  name: 'Docker engine',
  key: 'docker',
  describe: ({ version, origin }) => `${version}, ${origin}`,
  async check() {
    const version = await ask('docker', ['version', '--format', '{{.Server.Version}}']);
    return version ? { version } : undefined;
  },
  ways: [
    { way: 'starting the one installed', origin: 'in place, started', provide: startInstalled },
    { way: 'distribution packages', origin: 'distribution package', provide: installAndStart },
  ],
  todo: () => [
    'On Debian or Ubuntu: sudo apt-get update && sudo apt-get install -y docker.io iptables',
    'Then:                sudo systemctl enable --now docker',
    '                     (without systemd: sudo sh -c "dockerd >/var/log/dockerd.log 2>&1 &")',
    'As another user than root: sudo usermod -aG docker "$USER", and log in again.',
    '`docker version` must show a Server; then run tools/setup again.',
  ],
};

async function startInstalled(context) {
  refuseOtherEndpoint();
  const daemon = daemonProgram();
  if (!daemon) throw new Error('dockerd is not installed');
  if (!onPath('docker').length) throw new Error('the docker command is not installed');
  if (process.getuid() !== 0) throw new Error('it can only be started as root');
  await start(daemon, join(context.cache, 'log/dockerd.log'));
}

async function installAndStart(context) {
  refuseOtherEndpoint();
  const known = await Promise.all(packages.map((name) => aptCandidate(context, name)));
  await aptInstall(
    context,
    packages.filter((_, index) => known[index]),
  );
  // The package may have started it already.
  if (!(await answers({ seconds: 3 }))) await startInstalled(context);
}

/** Another endpoint than this machine's own is the user's choice; a local engine would not be used. */
function refuseOtherEndpoint() {
  const host = process.env.DOCKER_HOST;
  if (host) throw new Error(`DOCKER_HOST is ${host}, and nothing answers there`);
}

const daemonProgram = () => onPath('dockerd', `${process.env.PATH}:/usr/sbin:/usr/local/sbin`)[0];

async function start(daemon, log) {
  if (existsSync('/run/systemd/system')) {
    await run('systemctl', ['enable', '--now', 'docker'], { seconds: 120 });
    if (await answers({ seconds: 30 })) return;
    throw new Error('systemd started it, but it does not answer: see `journalctl -u docker`');
  }
  // One that is just coming up, or is stuck, must not get a second one beside it.
  const ended = (await ask('pgrep', ['-x', 'dockerd']))
    ? new Promise(() => {})
    : startByHand(daemon, [], log);
  if (await answers({ seconds: 60, ended })) return;
  throw new Error(whyNot(log) ?? 'a dockerd runs, but does not answer');
}

/** Starts a daemon that outlives this process; the promise resolves should it end at once. */
export function startByHand(daemon, args, log) {
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'w');
  const child = spawn(daemon, args, { detached: true, stdio: ['ignore', output, output] });
  child.unref();
  return new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
}

/** Whether an engine answers within the deadline, and before `ended` resolves. */
export async function answers({ seconds, ended = new Promise(() => {}), args = [] }) {
  let over = false;
  ended.then(() => (over = true));
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline && !over) {
    if (await ask('docker', [...args, 'version', '--format', '{{.Server.Version}}'], { seconds: 5 }))
      return true;
    await wait(250);
  }
  return false;
}

/** What the daemon said last, without the decoration of its log lines. */
export function whyNot(log) {
  if (!existsSync(log)) return undefined;
  const line = readFileSync(log, 'utf8').trim().split('\n').at(-1);
  return line && `dockerd says: ${/msg="(.*?)"( |$)/.exec(line)?.[1] ?? line} (all of it: ${log})`;
}
