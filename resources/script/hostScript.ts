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

/** The shared parts that a script needs, which stand before it. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  detect: ['gitlock', 'facts'],
  journal: ['lease', 'holds'],
  step: ['tree', 'within', 'watch'],
  backups: ['psql'],
  backup: ['psql', 'dump', 'outline', 'shadow', 'loss'],
  leftovers: ['psql', 'loss', 'left'],
  prune: ['psql', 'loss', 'left'],
  writes: ['psql', 'loss', 'left', 'rows'],
  prepare: ['images', 'probes', 'psql', 'dump', 'outline', 'shadow', 'loss', 'database'],
  restore: ['psql', 'shadow', 'swap'],
  close: ['images', 'closing'],
  byhand: ['images', 'closing', 'psql'],
  stop: ['outages'],
  revert: ['gitlock', 'stash', 'outages'],
  restart: ['images', 'services', 'probes', 'outages'],
  verify: ['services', 'checks', 'psql', 'restored'],
  undo: ['images', 'services', 'checks', 'gitlock', 'stash', 'outages', 'psql', 'swap', 'unrestore'],
};

/** The text of a file in `host/`, without its ending. */
export const part = (name: string): string => readFileSync(join(HOST, `${name}.sh`), 'utf8');

/** What scripts take from the caller's environment on purpose. */
const FROM_OUTSIDE = /^(DOCKER_HOST|TMPDIR|GIT_SSH_COMMAND|CHRONOS_\w+)$/;

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
 * The script for a host: after the look at bash's version identity, library and the named parts with
 * what they need, in braces so that bash has read all of it before it runs the first line, and no child
 * can take the rest from its standard input. `pins` are the names that its command line gives values to.
 */
export function script(
  parts: readonly string[],
  identity: Readonly<Record<string, string>>,
  pins: readonly string[] = [],
): string {
  const names = parts.flatMap((name) => [...(NEEDS[name] ?? []), name]);
  const sources = ['lib', 'look', 'git', 'deployment', 'secrets', ...names].map(part);
  const given = new Set([...Object.keys(identity), ...pins]);
  return [
    BASH_GUARD,
    '{',
    assignments(identity),
    cleared(sources, given),
    ...sources,
    'exit 0',
    '}',
    '',
  ].join('\n');
}
