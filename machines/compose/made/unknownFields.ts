import type { Made, MadeImage } from '../../model/made';

const isBlank = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === 0 ||
  value === false ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/** What the comparison of fields looks at, and what is no part of a definition. */
const LOOKED_AT = {
  config: [
    ...['Env', 'Cmd', 'Entrypoint', 'User', 'WorkingDir', 'StopSignal', 'StopTimeout', 'Tty', 'OpenStdin'],
    ...['Labels', 'Healthcheck', 'Volumes', 'Image', 'ExposedPorts', 'Hostname'],
    ...['AttachStdin', 'AttachStdout', 'AttachStderr', 'OnBuild', 'ArgsEscaped', 'Shell'],
  ],
  host: [
    ...['NetworkMode', 'PortBindings', 'RestartPolicy', 'ReadonlyRootfs', 'Privileged', 'Init', 'CapAdd'],
    ...['CapDrop', 'Binds', 'Mounts', 'LogConfig', 'ContainerIDFile', 'ConsoleSize'],
  ],
} as const;

/** What Docker itself gives to a container of which nobody says otherwise (Docker Engine 20 to 28, by run and source). */
const GIVEN: Readonly<Record<string, readonly unknown[] | 'any'>> = {
  ShmSize: [64 * 1024 * 1024],
  IpcMode: ['private'],
  // By the version of cgroups that the host has.
  CgroupnsMode: ['private', 'host'],
  Runtime: ['runc'],
  Isolation: ['default'],
  MaskedPaths: 'any',
  ReadonlyPaths: 'any',
};

const isGiven = (name: string, value: unknown): boolean => {
  const given = GIVEN[name];
  return given === 'any' || given?.includes(value) === true;
};

/** Whether a container in a network of its own is called otherwise than Docker calls it: by its id. */
const hasName = ({ id, config, host }: Made): boolean =>
  !/^(host|container:)/.test(host.NetworkMode) && ![undefined, '', id.slice(0, 12)].includes(config.Hostname);

/**
 * What a container has, in Docker's own names, that no field stands for: nobody knows whether the definition says so. A newer
 * Docker may tell more than is known here.
 */
export function unknownFields(made: Made, image: MadeImage): string[] {
  const of = (part: 'config' | 'host') =>
    Object.entries(made[part]).flatMap(([name, value]) =>
      (LOOKED_AT[part] as readonly string[]).includes(name) ||
      isBlank(value) ||
      isGiven(name, value) ||
      JSON.stringify(value) === JSON.stringify((image.config as Record<string, unknown>)[name])
        ? []
        : name,
    );
  const { Type: driver = 'json-file', Config: logging } = made.host.LogConfig ?? {};
  // Docker hides some paths of /proc from each container that is not privileged.
  const isOpen = isBlank(made.host['MaskedPaths']) && 'MaskedPaths' in made.host && !made.host.Privileged;
  const isShared = (made.mounts ?? []).some(({ Propagation }) => !['', 'rprivate'].includes(Propagation));
  return [
    ...of('config'),
    ...(hasName(made) ? ['Hostname'] : []),
    ...of('host'),
    ...(isBlank(logging) && driver === 'json-file' ? [] : ['LogConfig']),
    ...(isOpen ? ['MaskedPaths'] : []),
    ...(isShared ? ['Propagation'] : []),
  ];
}
