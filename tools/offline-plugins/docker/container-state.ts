import type Docker from 'dockerode';
import type { Props, Value } from '../shared/values';
import { isPlainObject, sameValue } from '../shared/values';
import { meaning } from './diff';
import { healthcheck } from './healthcheck';

/** What Docker tells beyond what its types say. */
type NetworkSettings = Docker.ContainerInspectInfo['NetworkSettings'] & { Bridge?: string };
type Config = Docker.ContainerInspectInfo['Config'] & { StopSignal?: string; StopTimeout?: number };

const MIB = 1024 * 1024;
const SECOND = 1_000_000_000;

/** Default time limits, and the version of this layout, where the official plugin keeps them. */
const META = JSON.stringify({
  'e2bfb730-ecaa-11e6-8f88-34363bc7c4c0': {
    create: 1200 * SECOND,
    delete: 1200 * SECOND,
    update: 1200 * SECOND,
  },
  schema_version: '2',
});

/**
 * A container as it is, over what was known of it. Environment and labels are not read back: Docker
 * mixes the image's own in.
 */
export function stateOf(found: Docker.ContainerInspectInfo, before: Props): Props {
  const { State, HostConfig: host } = found;
  const Config: Config = found.Config;
  const network: NetworkSettings = found.NetworkSettings;
  const stopped = !State.Running;
  const health = healthcheck(Config.Healthcheck);
  return {
    ...before,
    __meta: META,
    id: found.Id,
    name: found.Name.replace(/^\/+/, ''),
    image: String(before['image']).startsWith('sha256:') ? found.Image : Config.Image,
    bridge: network.Bridge ?? '',
    networkDatas: Object.entries(found.NetworkSettings.Networks ?? {}).map(([networkName, network]) => ({
      networkName,
      ipAddress: network.IPAddress,
      ipPrefixLength: network.IPPrefixLen,
      gateway: network.Gateway,
      globalIpv6Address: network.GlobalIPv6Address,
      globalIpv6PrefixLength: network.GlobalIPv6PrefixLen,
      ipv6Gateway: network.IPv6Gateway,
      macAddress: network.MacAddress,
    })),
    ...(stopped && { exitCode: State.ExitCode }),
    // Seen as a change on the next run, whose update starts the container again.
    mustRun: stopped ? false : (before['mustRun'] ?? true),
    command: Config.Cmd ?? [],
    entrypoints: list(Config.Entrypoint),
    hostname: Config.Hostname,
    domainname: Config.Domainname,
    user: Config.User,
    workingDir: Config.WorkingDir,
    tty: Config.Tty,
    stdinOpen: Config.OpenStdin,
    stopSignal: Config.StopSignal ?? '',
    ...some('stopTimeout', Config.StopTimeout),
    ...(health && { healthcheck: health }),
    rm: host.AutoRemove ?? false,
    readOnly: host.ReadonlyRootfs ?? false,
    ...some('dns', host.Dns),
    ...some('dnsOpts', host.DnsOptions),
    ...some('dnsSearches', host.DnsSearch),
    ...some('groupAdds', host.GroupAdd),
    ...some('tmpfs', host.Tmpfs as Record<string, string> | undefined),
    ...some('sysctls', host.Sysctls),
    ...some('mounts', host.Mounts?.map(mount)),
    ...(before['logOpts'] !== undefined && { logOpts: host.LogConfig?.Config ?? {} }),
    ...(before['pidMode'] !== undefined && { pidMode: host.PidMode ?? '' }),
    securityOpts: host.SecurityOpt ?? [],
    privileged: host.Privileged ?? false,
    publishAllPorts: host.PublishAllPorts ?? false,
    restart: host.RestartPolicy?.Name || 'no',
    maxRetryCount: host.RestartPolicy?.MaximumRetryCount ?? 0,
    init: host.Init ?? false,
    runtime: host.Runtime ?? '',
    platform: found.Platform,
    memory: Math.trunc((host.Memory ?? 0) / MIB),
    memoryReservation: Math.trunc((host.MemoryReservation ?? 0) / MIB),
    memorySwap:
      (host.MemorySwap ?? 0) > 0 ? Math.trunc((host.MemorySwap ?? 0) / MIB) : (host.MemorySwap ?? 0),
    shmSize: Math.trunc((host.ShmSize ?? 0) / MIB),
    cpuShares: host.CpuShares ?? 0,
    cpuSet: host.CpusetCpus ?? '',
    logDriver: host.LogConfig?.Type ?? '',
    networkMode: host.NetworkMode ?? '',
    usernsMode: host.UsernsMode ?? '',
    ipcMode: host.IpcMode ?? '',
  };
}

/** After a refresh the inputs say what is there, wherever that is not what they said. */
export function refreshedInputs(inputs: Props, outputs: Props): Props {
  const refreshed = Object.entries(inputs).map(([key, value]): [string, Value] => {
    const found = outputs[key];
    const comparable = found !== undefined && !Array.isArray(value) && !isPlainObject(value);
    return [key, comparable && !sameValue(meaning(value), meaning(found)) ? found : value];
  });
  return Object.fromEntries(refreshed);
}

const list = (value: string | string[] | null | undefined): string[] =>
  typeof value === 'string' ? [value] : (value ?? []);

/** One output, or none where Docker has nothing to say. */
const some = (key: string, value: Value | undefined): Props => {
  const empty =
    value === undefined || value === null || (typeof value === 'object' && !Object.keys(value).length);
  return empty ? {} : { [key]: value };
};

const mount = (from: Docker.MountSettings): Props => ({
  target: from.Target,
  source: from.Source ?? '',
  type: from.Type,
  readOnly: from.ReadOnly ?? false,
  ...(from.BindOptions && { bindOptions: { propagation: from.BindOptions.Propagation } }),
  ...(from.TmpfsOptions && {
    tmpfsOptions: { sizeBytes: from.TmpfsOptions.SizeBytes, mode: from.TmpfsOptions.Mode },
  }),
});
