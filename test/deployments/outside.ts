import { execFileSync, spawnSync } from 'node:child_process';

/** This file imports nothing of the product: what it tells is what Docker and the app say. */
const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    // As a test has it, which may ask another daemon.
    env: process.env,
  }).trim();
export const docker = (...args: string[]): string => run('docker', ...args);
const lines = (text: string): string[] => text.split('\n').filter(Boolean);

/** A container as it is seen from outside: what it is made of, what it answers, what files it has. */
export interface Seen {
  readonly image: string;
  readonly environment: readonly string[];
  readonly command: string;
  readonly mounts: readonly string[];
  readonly state: string;
  /** What else it was made with: user, labels but Compose's, health check, ports, networks, security options. */
  readonly made: string;
  /** What it answers through its published port, or by localhost in the host's network. */
  readonly answer: string;
  /** The files below `/app` and `/etc/app`, as its own process has them. */
  readonly files: string;
}

interface Inspected {
  readonly Image: string;
  readonly Config: {
    readonly Env: readonly string[];
    readonly Cmd: unknown;
    readonly Labels: Record<string, string>;
    readonly User: string;
    readonly Healthcheck?: unknown;
  };
  readonly HostConfig: {
    readonly PortBindings: Record<string, unknown> | null;
    readonly SecurityOpt: readonly string[] | null;
  };
  readonly Mounts: readonly { Type: string; Name?: string; Source: string; Destination: string }[];
  readonly State: { readonly Status: string; readonly ExitCode: number; readonly Pid: number };
  readonly NetworkSettings: {
    readonly Networks: Record<string, unknown>;
    readonly Ports: Record<string, { HostPort: string }[] | null>;
  };
}

/** What the address answers, text and status; asked again for some seconds while nobody does, as what has just started may be late. */
function answerOf(url: string): string {
  for (let tries = 0; ; tries += 1) {
    const { stdout } = spawnSync('curl', ['-s', '-m', '3', '-w', ' %{http_code}', url], { encoding: 'utf8' });
    if (!stdout.endsWith(' 000') || tries === 40) return stdout;
    spawnSync('sleep', ['0.25']);
  }
}

/** Files through the root of the container's own process: what it has mounted, not what lies there on the host now. */
function filesOf(pid: number): string {
  if (pid === 0) return '';
  const script = `cd /proc/${pid}/root 2>/dev/null && find app etc/app -type f 2>/dev/null | sort | xargs -r sha256sum | cut -c 1-12,65-`;
  return run('bash', '-c', script);
}

/** The ids of a project's containers, by service and number. */
export function idsOf(project: string): Record<string, string> {
  const format =
    '{{.Label "com.docker.compose.service"}}.{{.Label "com.docker.compose.container-number"}} {{.ID}}';
  const told = docker(
    'ps',
    '-a',
    '--no-trunc',
    '--filter',
    `label=com.docker.compose.project=${project}`,
    '--format',
    format,
  );
  return Object.fromEntries(lines(told).map((line) => line.split(' ') as [string, string]));
}

/** What is seen of a project's containers, by service. */
export type Services = Record<string, Seen[]>;

/** All containers of a project by service, as they are seen from outside; those of a service in a stable order. */
export function lookAt(project: string): Services {
  const seen: Record<string, Seen[]> = {};
  for (const [name, id] of Object.entries(idsOf(project)).sort()) {
    const [one] = JSON.parse(docker('inspect', id)) as Inspected[];
    if (!one) continue;
    const service = name.replace(/\.\d+$/, '');
    const [port] = Object.values(one.NetworkSettings.Ports).flatMap((bound) => bound?.[0]?.HostPort ?? []);
    const direct = one.Config.Env.find((variable) => variable.startsWith('LISTENS_AT='))?.slice(11);
    const at = port ?? direct;
    (seen[service] ??= []).push({
      image: one.Image,
      environment: [...one.Config.Env].sort(),
      command: JSON.stringify(one.Config.Cmd),
      mounts: one.Mounts.map(
        ({ Type, Name, Source, Destination }) => `${Type} ${Name ?? Source} ${Destination}`,
      ).sort(),
      made: JSON.stringify([
        one.Config.User,
        Object.entries(one.Config.Labels)
          .filter(([label]) => !label.startsWith('com.docker.compose.'))
          .sort(),
        one.Config.Healthcheck,
        Object.keys(one.HostConfig.PortBindings ?? {}).sort(),
        Object.keys(one.NetworkSettings.Networks).sort(),
        one.HostConfig.SecurityOpt,
      ]),
      state: one.State.Status === 'exited' ? `exited ${one.State.ExitCode}` : one.State.Status,
      answer: at === undefined ? '' : answerOf(`http://127.0.0.1:${at}/`),
      files: filesOf(one.State.Pid),
    });
  }
  return seen;
}

/** Which image each name of a repository with this prefix means. */
export function namesBelow(prefix: string): Record<string, string> {
  const told = docker('image', 'ls', '--no-trunc', '--format', '{{.Repository}}:{{.Tag}} {{.ID}}');
  const pairs = lines(told).map((line) => line.split(' ') as [string, string]);
  return Object.fromEntries(
    pairs.filter(([name]) => name.startsWith(prefix) && !name.includes('<none>')).sort(),
  );
}
