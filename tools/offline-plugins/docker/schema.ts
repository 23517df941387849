import type { Value } from '../shared/values';

export type Kind = 'string' | 'bool' | 'int' | 'list' | 'set' | 'map' | 'objects';

/** One input of a resource, as far as it can be told apart from the others. */
export interface Field {
  kind: Kind;
  /** A change means a new resource. */
  replaces?: true;
  /** Where none is given, Docker decides: unknown until then, and no change afterwards. */
  computed?: true;
  default?: Value;
  required?: true;
  /** Giving an empty value is no change. */
  emptyKeeps?: true;
  /** For `objects`: the fields of each. */
  fields?: readonly string[];
  /** The only values that are served or valid. */
  oneOf?: readonly Value[];
}

export type Fields = Record<string, Field>;

const replaced = (kind: Kind, more: Partial<Field> = {}): Field => ({ kind, replaces: true, ...more });
const updated = (kind: Kind, value?: Value): Field => ({
  kind,
  ...(value !== undefined && { default: value }),
});
const computed = (kind: Kind, more: Partial<Field> = {}) => replaced(kind, { computed: true, ...more });

export const TAG: Fields = {
  sourceImage: replaced('string', { required: true }),
  targetImage: replaced('string', { required: true }),
  tagTriggers: replaced('set'),
};

export const CONTAINER: Fields = {
  image: replaced('string', { required: true }),
  name: replaced('string', { required: true }),
  command: computed('list'),
  entrypoints: computed('list'),
  envs: computed('set'),
  labels: computed('objects', { fields: ['label', 'value'] }),
  user: replaced('string', { emptyKeeps: true }),
  workingDir: replaced('string', { emptyKeeps: true }),
  hostname: computed('string'),
  domainname: replaced('string'),
  networkMode: replaced('string', { default: 'bridge' }),
  networksAdvanced: replaced('objects', {
    fields: ['name', 'aliases', 'ipv4Address', 'ipv6Address', 'linkLocalIps', 'macAddress'],
  }),
  hosts: replaced('objects', { fields: ['host', 'ip'] }),
  dns: replaced('set'),
  dnsOpts: replaced('set'),
  dnsSearches: replaced('set'),
  mounts: replaced('objects', {
    fields: ['target', 'source', 'type', 'readOnly', 'bindOptions', 'tmpfsOptions'],
  }),
  volumes: replaced('objects', {
    fields: ['fromContainer', 'containerPath', 'hostPath', 'volumeName', 'readOnly', 'selinuxRelabel'],
  }),
  tmpfs: updated('map'),
  sysctls: replaced('map'),
  groupAdds: replaced('set'),
  privileged: replaced('bool'),
  publishAllPorts: replaced('bool'),
  pidMode: replaced('string'),
  ipcMode: computed('string'),
  usernsMode: replaced('string'),
  runtime: computed('string'),
  platform: computed('string'),
  logDriver: computed('string'),
  logOpts: replaced('map'),
  shmSize: computed('int'),
  stopSignal: computed('string'),
  stopTimeout: computed('int'),
  init: { kind: 'bool', computed: true },
  tty: replaced('bool', { default: false }),
  stdinOpen: replaced('bool', { default: false }),
  readOnly: replaced('bool', { default: false }),
  restart: { kind: 'string', default: 'no', oneOf: ['no', 'on-failure', 'always', 'unless-stopped'] },
  maxRetryCount: updated('int'),
  memory: updated('int'),
  memoryReservation: updated('int', 0),
  memorySwap: updated('int'),
  cpuShares: updated('int'),
  mustRun: updated('bool', true),
  attach: updated('bool', false),
  logs: updated('bool', false),
  rm: updated('bool', false),
  start: updated('bool', true),
  removeVolumes: updated('bool', true),
  destroyGraceSeconds: updated('int'),
  // Waiting for a health check is not served, its defaults are.
  wait: { kind: 'bool', default: false, oneOf: [false] },
  waitTimeout: updated('int', 60),
  containerReadRefreshTimeoutMilliseconds: updated('int', 15000),
};

/** Outputs which are never inputs. */
export const CONTAINER_OUTPUTS = [
  'bridge',
  'containerLogs',
  'exitCode',
  'healthcheck',
  'networkDatas',
  'securityOpts',
];
