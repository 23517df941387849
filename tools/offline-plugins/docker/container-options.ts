import type Docker from 'dockerode';
import type { ContainerInputs, Mount, Volume } from './container-inputs';

const MIB = 1024 * 1024;

/** What an update in place sends to Docker. */
export const resourceLimits = (inputs: ContainerInputs) => ({
  RestartPolicy: { Name: inputs.restart ?? 'no', MaximumRetryCount: inputs.maxRetryCount ?? 0 },
  CpuShares: inputs.cpuShares ?? 0,
  Memory: (inputs.memory ?? 0) * MIB,
  MemoryReservation: (inputs.memoryReservation ?? 0) * MIB,
  MemorySwap: swap(inputs.memorySwap ?? 0),
});

/** The request that creates a container. */
export function createOptions(inputs: ContainerInputs): Docker.ContainerCreateOptions {
  if (inputs.command?.includes('')) throw new Error('values for command may not be empty');
  const { volumes, binds, volumesFrom } = volumesOf(inputs.volumes ?? []);
  const body: Docker.ContainerCreateOptions = {
    Image: inputs.image,
    Hostname: inputs.hostname ?? '',
    Domainname: inputs.domainname ?? '',
    Tty: inputs.tty ?? false,
    OpenStdin: inputs.stdinOpen ?? false,
    ...given('StopSignal', inputs.stopSignal),
    ...given('StopTimeout', inputs.stopTimeout),
    ...given('Env', inputs.envs),
    ...given('Cmd', inputs.command),
    ...given('Entrypoint', inputs.entrypoints),
    ...given('User', inputs.user),
    ...given('WorkingDir', inputs.workingDir),
    ...given('Volumes', volumes),
    ...given('Labels', Object.fromEntries((inputs.labels ?? []).map(({ label, value }) => [label, value]))),
    HostConfig: {
      ...resourceLimits(inputs),
      Privileged: inputs.privileged ?? false,
      PublishAllPorts: inputs.publishAllPorts ?? false,
      Mounts: (inputs.mounts ?? []).map(mountOf),
      AutoRemove: inputs.rm ?? false,
      ReadonlyRootfs: inputs.readOnly ?? false,
      LogConfig: { Type: inputs.logDriver ?? '', Config: inputs.logOpts ?? {} },
      NetworkMode: inputs.networkMode ?? 'bridge',
      Init: inputs.init ?? false,
      ShmSize: (inputs.shmSize ?? 0) * MIB,
      ...given('Binds', binds),
      ...given('VolumesFrom', volumesFrom),
      ...given('Tmpfs', inputs.tmpfs),
      ...given('Sysctls', inputs.sysctls),
      ...given('GroupAdd', inputs.groupAdds),
      ...given(
        'ExtraHosts',
        inputs.hosts?.map(({ host, ip }) => `${host}:${ip}`),
      ),
      ...given('Dns', inputs.dns),
      ...given('DnsOptions', inputs.dnsOpts),
      ...given('DnsSearch', inputs.dnsSearches),
      ...given('PidMode', inputs.pidMode),
      ...given('IpcMode', inputs.ipcMode),
      ...given('UsernsMode', inputs.usernsMode),
      ...given('Runtime', inputs.runtime),
    },
  };
  const query = { name: inputs.name, ...given('platform', inputs.platform) };
  return { _query: query, _body: body } as Docker.ContainerCreateOptions;
}

const swap = (megabytes: number) => (megabytes > 0 ? megabytes * MIB : megabytes);

/** One entry, or none where there is nothing in it. */
function given<Key extends string, T>(key: Key, value: T | undefined): Partial<Record<Key, T>> {
  const empty =
    value === undefined || value === '' || (typeof value === 'object' && !Object.keys(value ?? {}).length);
  return (empty ? {} : { [key]: value }) as Partial<Record<Key, T>>;
}

const mountOf = (mount: Mount): Docker.MountConfig[number] => ({
  Type: mount.type,
  Target: mount.target,
  Source: mount.source ?? '',
  ReadOnly: mount.readOnly ?? false,
  ...(mount.type === 'bind' &&
    mount.bindOptions && { BindOptions: { Propagation: mount.bindOptions.propagation ?? 'rprivate' } }),
  ...(mount.type === 'tmpfs' &&
    mount.tmpfsOptions && {
      TmpfsOptions: { SizeBytes: mount.tmpfsOptions.sizeBytes ?? 0, Mode: mount.tmpfsOptions.mode ?? 0 },
    }),
});

/** A volume names a container to take them from, or a path, alone or with what is bound there. */
function volumesOf(all: Volume[]) {
  const volumes: Record<string, object> = {};
  const binds: string[] = [];
  const volumesFrom: string[] = [];
  for (const volume of all) {
    const { fromContainer, containerPath, hostPath, volumeName, readOnly, selinuxRelabel } = volume;
    if (!fromContainer && !containerPath) {
      throw new Error('Unable to parse volumes: volume entry without container path or source container');
    }
    if (fromContainer && containerPath) {
      throw new Error('Unable to parse volumes: both a container and a path specified in a volume entry');
    }
    if (fromContainer) volumesFrom.push(fromContainer);
    if (!containerPath) continue;
    volumes[containerPath] = {};
    const source = hostPath || volumeName;
    const mode = [readOnly ? 'ro' : 'rw', ...(selinuxRelabel ? [selinuxRelabel] : [])].join(',');
    if (source) binds.push(`${source}:${containerPath}:${mode}`);
  }
  return { volumes, binds, volumesFrom };
}
