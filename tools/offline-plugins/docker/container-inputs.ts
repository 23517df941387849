import type Docker from 'dockerode';

export interface Network {
  name: string;
  aliases?: string[];
  ipv4Address?: string;
  ipv6Address?: string;
  linkLocalIps?: string[];
  macAddress?: string;
}

export interface Mount {
  target: string;
  source?: string;
  type: 'bind' | 'volume' | 'tmpfs';
  readOnly?: boolean;
  bindOptions?: { propagation?: Docker.MountPropagation };
  tmpfsOptions?: { sizeBytes?: number; mode?: number };
}

export interface Volume {
  fromContainer?: string;
  containerPath?: string;
  hostPath?: string;
  volumeName?: string;
  readOnly?: boolean;
  selinuxRelabel?: string;
}

/** The inputs of a container, checked. */
export interface ContainerInputs {
  image: string;
  name: string;
  command?: string[];
  entrypoints?: string[];
  envs?: string[];
  labels?: { label: string; value: string }[];
  user?: string;
  workingDir?: string;
  hostname?: string;
  domainname?: string;
  networkMode?: string;
  networksAdvanced?: Network[];
  hosts?: { host: string; ip: string }[];
  dns?: string[];
  dnsOpts?: string[];
  dnsSearches?: string[];
  mounts?: Mount[];
  volumes?: Volume[];
  tmpfs?: Record<string, string>;
  sysctls?: Record<string, string>;
  groupAdds?: string[];
  privileged?: boolean;
  publishAllPorts?: boolean;
  pidMode?: string;
  ipcMode?: string;
  usernsMode?: string;
  runtime?: string;
  platform?: string;
  logDriver?: string;
  logOpts?: Record<string, string>;
  shmSize?: number;
  stopSignal?: string;
  stopTimeout?: number;
  init?: boolean;
  tty?: boolean;
  stdinOpen?: boolean;
  readOnly?: boolean;
  restart?: string;
  maxRetryCount?: number;
  memory?: number;
  memoryReservation?: number;
  memorySwap?: number;
  cpuShares?: number;
  attach?: boolean;
  logs?: boolean;
  rm?: boolean;
  start?: boolean;
  removeVolumes?: boolean;
  destroyGraceSeconds?: number;
}
