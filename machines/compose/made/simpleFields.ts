import { compared, type Field, SAME, type Seen, uncompared } from './seen';
import { isSameSet, nanoseconds, textsIn } from './values';

/** A text that an image may declare as well. */
const text = (key: string, of: (config: Seen['made']['config']) => string): Field => ({
  name: key,
  keys: [key],
  compare: ({ definition, made, image }) =>
    compared(String(definition[key] ?? of(image.config)) === of(made.config)),
});

const flag = (key: string, of: (made: Seen['made']) => boolean | null | undefined): Field => ({
  name: key,
  keys: [key],
  compare: ({ definition, made }) => compared((definition[key] === true) === (of(made) === true)),
});

/** Docker itself writes NET_ADMIN and CAP_NET_ADMIN, by its version. */
const capabilities = (list: readonly string[] | null | undefined): string[] =>
  (list ?? []).map((one) => one.toUpperCase().replace(/^CAP_/, ''));

const ofCapabilities = (
  key: string,
  of: (host: Seen['made']['host']) => readonly string[] | null | undefined,
): Field => ({
  name: key,
  keys: [key],
  compare: ({ definition, made }) =>
    compared(isSameSet(capabilities(textsIn(definition[key])), capabilities(of(made.host)))),
});

/** How long it is given to stop: Docker has whole seconds, and ten where nobody has said it. */
const STOP: Field = {
  name: 'stop_grace_period',
  keys: ['stop_grace_period'],
  compare: ({ definition, made, image }) => {
    const time = nanoseconds(definition['stop_grace_period']);
    if (time === undefined) return uncompared('stop_grace_period');
    const wanted =
      definition['stop_grace_period'] === undefined ? image.config.StopTimeout : Math.ceil(time / 1e9);
    return compared((made.config.StopTimeout ?? 10) === (wanted ?? 10));
  },
};

/** Fields of one value each. */
export const FEW: readonly Field[] = [
  STOP,
  text('user', ({ User }) => User),
  text('working_dir', ({ WorkingDir }) => WorkingDir),
  text('stop_signal', ({ StopSignal }) => StopSignal),
  flag('init', ({ host }) => host.Init),
  flag('read_only', ({ host }) => host.ReadonlyRootfs),
  flag('privileged', ({ host }) => host.Privileged),
  flag('tty', ({ config }) => config.Tty),
  flag('stdin_open', ({ config }) => config.OpenStdin),
  ofCapabilities('cap_add', ({ CapAdd }) => CapAdd),
  ofCapabilities('cap_drop', ({ CapDrop }) => CapDrop),
];

const isBlank = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === 0 ||
  value === false ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/** Whether a part of `deploy` is more than a number of containers. */
export const hasResources = (deploy: unknown): boolean =>
  typeof deploy === 'object' && Object.keys(deploy ?? {}).some((key) => key !== 'replicas');

/** What is only looked at where it is not defined; a container may have it from Docker's own configuration, too. */
const blank = (key: string, of: (host: Seen['made']['host']) => unknown): Field => ({
  name: key,
  keys: [key],
  compare: ({ definition, made }) =>
    (definition[key] ?? undefined) === undefined && isBlank(of(made.host)) ? SAME : uncompared(key),
});

/** By the names of Docker's API (HostConfig). */
export const BLANK: readonly Field[] = [
  blank('devices', (host) => host['Devices']),
  blank('extra_hosts', (host) => host['ExtraHosts']),
  blank('dns', (host) => host['Dns']),
  blank('dns_search', (host) => host['DnsSearch']),
  blank('dns_opt', (host) => host['DnsOptions']),
  blank('group_add', (host) => host['GroupAdd']),
  blank('security_opt', (host) => host['SecurityOpt']),
  blank('sysctls', (host) => host['Sysctls']),
  blank('tmpfs', (host) => host['Tmpfs']),
  blank('ulimits', (host) => host['Ulimits']),
  blank('mem_limit', (host) => host['Memory']),
  blank('cpus', (host) => host['NanoCpus']),
  blank('pid', (host) => host['PidMode']),
  blank('userns_mode', (host) => host['UsernsMode']),
  blank('volumes_from', (host) => host['VolumesFrom']),
  blank('logging', ({ LogConfig }) => LogConfig?.Config),
];
