import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shellQuote } from '../../machines/text/shellQuote';
import { BASH_GUARD } from './bashVersion';

const HOST = join(__dirname, '..', '..', 'host');

function pairs(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).map(([name, value]) => {
    if (!/^[A-Z][A-Z0-9_]*$/.test(name) || value.includes('\0'))
      throw new Error(`${name} cannot be a shell variable`);
    return `${name}=${shellQuote(value)}`;
  });
}

/** Shell assignments, one a line. Throws when a name is none or a value holds a NUL, which no shell can. */
export function assignments(values: Readonly<Record<string, string>>): string {
  return pairs(values).join('\n');
}

/** The command line that carries a step's pins in clear, so that a preview's diff reads as what changes. */
export function commandLine(pins: Readonly<Record<string, string>>): string {
  return [...pairs(pins), 'bash -s'].join(' ');
}

/** The text of a file in `host/`, by its path without the ending: `steps/stop`. */
export const part = (name: string): string => readFileSync(join(HOST, `${name}.sh`), 'utf8');

/** The libraries below `host/lib/` that a file's header names: `# needs: git/lock docker/images`. */
const needsOf = (text: string): string[] =>
  [...text.matchAll(/^# needs: (.+)$/gm)].flatMap(([, names = '']) => names.split(' '));

/** What cuts the caller's environment comes before anything is given. */
const ENVIRONMENT = 'lib/environment';

/** The texts that a script is made of by their names, each once and behind those that it needs; first what all share. */
export function partsOf(name: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  const add = (one: string) => {
    if (parts.has(one)) return;
    const text = part(one);
    for (const needed of needsOf(text)) add(`lib/${needed}`);
    parts.set(one, text);
  };
  for (const shared of [ENVIRONMENT, 'lib/base']) add(shared);
  add(name);
  return parts;
}

/** What scripts take from the caller's environment on purpose. */
const FROM_OUTSIDE = /^(DOCKER_HOST|TMPDIR|GIT_SSH_COMMAND|SUDO_USER|CHRONOS_\w+)$/;

/**
 * What scripts have a default for, as they do without it: whoever calls may have exported something of that name.
 * Without what is given, by assignments or on the command line.
 */
function cleared(sources: readonly string[], given: ReadonlySet<string>): string {
  const optional = sources
    .flatMap((source) => [...source.matchAll(/\$\{([A-Za-z_]\w*)(?:\[[^\]]*\])?:?[-+]/g)])
    .map(([, name = '']) => name)
    .filter((name) => !given.has(name) && !FROM_OUTSIDE.test(name));
  return `unset -v ${[...new Set(optional)].sort().join(' ')}`;
}

/**
 * The script for a host, by its name in `host/`: after the look at bash's version the cut of the environment, identity,
 * libraries and the file itself, in braces so that bash has read all of it before it runs the first line, and no child can take the rest from
 * its standard input. `pins` are the names that its command line gives values to.
 */
export function script(
  name: string,
  identity: Readonly<Record<string, string>>,
  pins: readonly string[] = [],
): string {
  const parts = partsOf(name);
  const environment = parts.get(ENVIRONMENT) ?? '';
  const sources = [...parts.values()].filter((text) => text !== environment);
  const given = new Set([...Object.keys(identity), ...pins]);
  return [
    BASH_GUARD,
    '{',
    `PINS=${shellQuote(pins.join(' '))}`,
    environment,
    assignments(identity),
    cleared(sources, given),
    ...sources,
    'exit 0',
    '}',
    '',
  ].join('\n');
}
