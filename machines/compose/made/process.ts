import type { HealthCheck } from '../../model/made';
import { type Compared, compared, comparedEntries, type Seen, uncompared } from './seen';
import { assigned, entriesIn, isSameList, namesIn, nanoseconds, textsIn } from './values';

/** Docker's own client may give these to each container, by its configuration. */
const isProxy = (name: string): boolean => /^(http|https|ftp|no|all)_proxy$/i.test(name);

/** The environment, by names: what the definition says, else what the image declares. One without a value is the deploying shell's. */
export function environment({ definition, made, image }: Seen): Compared {
  const own = definition['environment'];
  const wanted = new Map([...assigned(image.config.Env ?? []), ...entriesIn(own)]);
  const all = [...assigned(made.config.Env ?? [])];
  const isNamed = (name: string) => wanted.has(name) || namesIn(own).includes(name);
  const given = all.flatMap(([name]) => (isProxy(name) && !isNamed(name) ? name : []));
  const found = comparedEntries(wanted, new Map(all.filter(([name]) => !given.includes(name))));
  return given.length > 0 ? { ...found, uncompared: given } : found;
}

/** Entrypoint and arguments. With an entrypoint of its own a container has no arguments of its image (Docker, daemon/commit.go). */
export function command({ definition, made, image }: Seen): Compared {
  const [entrypoint, words] = [definition['entrypoint'] ?? undefined, definition['command'] ?? undefined];
  const [ownEntry, ownWords] = [textsIn(entrypoint), textsIn(words)];
  if ((entrypoint !== undefined && !ownEntry) || (words !== undefined && !ownWords))
    return uncompared('command');
  const wantedWords = ownWords ?? (ownEntry ? [] : image.config.Cmd);
  return compared(
    isSameList(made.config.Entrypoint, ownEntry ?? image.config.Entrypoint) &&
      isSameList(made.config.Cmd, wantedWords),
  );
}

const TIMES = {
  interval: 'Interval',
  timeout: 'Timeout',
  start_period: 'StartPeriod',
  start_interval: 'StartInterval',
} as const;

/** The health check. Of what a definition leaves open the image decides, part by part (Docker, daemon/commit.go). */
export function health({ definition, made, image }: Seen): Compared {
  const own = definition['healthcheck'] as Readonly<Record<string, unknown>> | null | undefined;
  const [found, declared] = [made.config.Healthcheck, image.config.Healthcheck];
  const test = own?.['disable'] === true ? ['NONE'] : own?.['test'];
  if (test !== undefined && !textsIn(test)) return uncompared('healthcheck');
  if (!isSameList(found?.Test, textsIn(test) ?? declared?.Test)) return compared(false);
  if (own?.['disable'] === true) return compared(true);
  const wanted = (Object.keys(TIMES) as (keyof typeof TIMES)[]).map((key) => {
    const time = nanoseconds(own?.[key]);
    return { key: TIMES[key], time: time === 0 ? (declared?.[TIMES[key]] ?? 0) : time };
  });
  if (wanted.some(({ time }) => time === undefined)) return uncompared('healthcheck');
  const retries = Number(own?.['retries'] ?? 0) || (declared?.Retries ?? 0);
  const of = (key: keyof HealthCheck) => found?.[key] ?? 0;
  return compared(wanted.every(({ key, time }) => of(key) === time) && of('Retries') === retries);
}

/** `on-failure:3` and the like. */
export function restart({ definition, made }: Seen): Compared {
  if ((definition['deploy'] as { restart_policy?: unknown } | undefined)?.restart_policy)
    return uncompared('restart');
  const [wanted = 'no', times = '0'] = String(definition['restart'] ?? 'no').split(':');
  const { Name: name = '', MaximumRetryCount: most = 0 } = made.host.RestartPolicy ?? {};
  return compared((name || 'no') === wanted && most === Number(times));
}

/** The labels, those left out that Compose gives. */
export function labels({ definition, made, image }: Seen): Compared {
  const isOwn = ([name]: [string, string]) => !name.startsWith('com.docker.compose.');
  const wanted = new Map([...Object.entries(image.config.Labels ?? {}), ...entriesIn(definition['labels'])]);
  const found = Object.entries(made.config.Labels ?? {});
  return comparedEntries(new Map([...wanted].filter(isOwn)), new Map(found.filter(isOwn)));
}
