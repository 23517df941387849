import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { shellQuote } from '../../machines/text/shellQuote';
import type { StackLocation } from './stackLocation';
import { Stop } from '../exit';

/** The checkout's own configuration of a stack. */
export const checkoutFile = ({ config }: StackLocation, root: string): string => join(root, basename(config));

/** The text that the checkout's own configuration has for a key; nothing where it has none: what is in a copy alone is forgotten with it. */
export function keptText(place: StackLocation, root: string, key: string): string | undefined {
  const file = checkoutFile(place, root);
  if (!existsSync(file)) return undefined;
  const line = new RegExp(`^ +["']?chronos-rollback:${key}["']? *:(.*)`, 'm');
  return line
    .exec(readFileSync(file, 'utf8'))?.[1]
    ?.trim()
    .replace(/^(["'])(.*)\1$/, '$2');
}

/** Writes a file that only its owner may read, whole or not at all. */
export function writePrivate(path: string, text: string): void {
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, text, { mode: 0o600 });
  renameSync(aside, path);
}

/** Makes the directory of our own, and the passphrase in it, where they are not there yet. */
export function makeDirectory({ directory, passphrase }: StackLocation): void {
  mkdirSync(join(directory, 'backend'), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(passphrase, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** The salt that belongs to our own passphrase, as `pulumi stack init` has written it. */
export const saltFile = (place: StackLocation): string => `${place.shellConfig}.salt`;

/** Secret values, which only the passphrase that they were set with opens. */
const SECRETS = /^\s+secure:|[{:] *secure:/m;

/** What says how a stack's secrets are kept. */
const KEEPERS = /^(encryptionsalt|encryptedkey|secretsprovider):.*\n?/gm;

/**
 * Makes the copies of the configuration that this process and the printed lines use: what `-c` saves
 * goes there and not into the checkout, and is forgotten with them.
 */
export function copyConfig(place: StackLocation, source: string, from: string): void {
  if (place.own && SECRETS.test(source))
    throw new Stop('stack.other-passphrase', [
      `${from} holds secrets, which only your own passphrase opens. Nothing has been done.`,
      'Set PULUMI_BACKEND_URL and PULUMI_CONFIG_PASSPHRASE_FILE to those of your stack, then type it again.',
    ]);
  const settings = (place.own ? source.replace(KEEPERS, '') : source).replace(/([^\n])$/, '$1\n');
  const salt = place.own ? readFileSync(saltFile(place), 'utf8') : '';
  const copy = `# A copy of ${from} for one run of ./rollback: change that one instead.\n${settings}${salt}`;
  mkdirSync(dirname(place.config), { recursive: true, mode: 0o700 });
  for (const path of [place.config, place.shellConfig]) writePrivate(path, copy);
}

/** Has a shell see what `-c` has saved: lines to type leave out what the configuration holds by then. */
export const passOn = ({ config, shellConfig }: StackLocation): void =>
  writePrivate(shellConfig, readFileSync(config, 'utf8'));

/** Tidying up: what cannot be removed, as it is another user's, stays. */
function tidy(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // It is in nobody's way.
  }
}

/** Removes the copy that this process has used. */
export const forgetConfig = ({ config }: StackLocation): void => tidy(dirname(config));

/** A door that was killed may have left a `pulumi` that has yet to read what is there: that gets an hour, in milliseconds. */
const REST = 3_600_000;

/** Removes the copies of doors that were killed on this host, and the projects for which they made a stack. */
export function removeLeft({ directory, config }: StackLocation): void {
  const ours = basename(dirname(config)).replace(/\d+$/, '');
  for (const name of readdirSync(directory)) {
    const pid = name.startsWith(ours) ? name.slice(ours.length) : '';
    const isLeft = /^\d+$/.test(pid) ? !isProcess(Number(pid)) : /^init-\w{6}$/.test(name);
    const path = join(directory, name);
    const changed = isLeft && statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (changed && changed < Date.now() - REST) tidy(path);
  }
}

function isProcess(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Writes what one sources to type the printed lines oneself. */
export function writeShell(place: StackLocation, root: string): void {
  const assign = (name: string, value: string) => `export ${name}=${shellQuote(value)}`;
  const backend = [
    assign('PULUMI_BACKEND_URL', place.backend),
    assign('PULUMI_CONFIG_PASSPHRASE_FILE', place.passphrase),
    'unset PULUMI_CONFIG_PASSPHRASE',
  ];
  const lines = [
    '# Source this in a shell to type the `pulumi` lines that ./rollback prints.',
    `cd ${shellQuote(root)} && . tools/env.sh`,
    assign('PULUMI_STACK', place.stack),
    assign('PULUMI_OPTION_CONFIG_FILE', place.shellConfig),
    ...(place.own ? backend : []),
  ];
  writePrivate(place.shell, `${lines.join('\n')}\n`);
}
