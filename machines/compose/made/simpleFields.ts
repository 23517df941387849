import { compared, type Field, type Seen, uncompared } from './seen';
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

/** What it is called, where its definition says that; else Compose numbers it. */
const NAME: Field = {
  name: 'container_name',
  keys: ['container_name'],
  compare: ({ definition, made }) =>
    compared(
      [undefined, null, made.name.slice(1)].includes(definition['container_name'] as string | undefined),
    ),
};

/** Fields of one value each. */
export const FEW: readonly Field[] = [
  NAME,
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

/** Whether a part of `deploy` is more than a number of containers. */
export const hasResources = (deploy: unknown): boolean =>
  typeof deploy === 'object' && Object.keys(deploy ?? {}).some((key) => key !== 'replicas');
