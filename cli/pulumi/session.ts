import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { shellQuote } from '../../machines/text/shellQuote';
import type { Answer } from '../report/answers';
import {
  checkoutFile,
  copyConfig,
  forgetConfig,
  makeDirectory,
  removeLeft,
  saltFile,
  writePrivate,
  writeShell,
} from './configFiles';
import type { Output } from '../terminal/output';
import { giveUpReserve, keepReserve } from './reserve';
import { environmentOf, type StackLocation } from './stackLocation';
import { Pulumi } from './process';
import { Stop } from '../exit';

/** Everything a command works with. */
export interface Session {
  readonly root: string;
  readonly place: StackLocation;
  readonly output: Output;
  readonly pulumi: Pulumi;
  /** Takes the answer of a command that only reads, where JSON was asked for. */
  readonly answer?: Answer | undefined;
  /** What can be seen at once of the deployment of a directory; it is told before the program, which looks closer, has begun. */
  readonly glance?: (directory: string) => Promise<string | undefined>;
}

/** A path as one types it: below one's home it is short. */
function short(path: string, env: NodeJS.ProcessEnv): string {
  const home = env['HOME'];
  return home && path.startsWith(`${home}/`)
    ? `~/${shellQuote(path.slice(home.length + 1))}`
    : shellQuote(path);
}

/** The line that makes a shell in which the printed lines can be typed. */
export const withLine = (place: StackLocation, env: NodeJS.ProcessEnv): string =>
  `with  . ${short(place.shell, env)}`;

/** Opens a stack of the checkout. Nothing in the checkout is changed. */
export function open(
  root: string,
  place: StackLocation,
  output: Output,
  env: NodeJS.ProcessEnv,
  answer?: Answer,
): Session {
  const file = checkoutFile(place, root);
  if (place.own && !existsSync(file)) {
    const known = readdirSync(root).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
    throw new Stop(
      'stack.unknown',
      `there is no stack "${place.stack}": no ${file}; known: ${known.join(', ')}`,
    );
  }
  giveUpReserve(place);
  const pulumi = provideWorkspace(place, root, env);
  keepReserve(place);
  removeLeft(place);
  process.once('exit', () => forgetConfig(place));
  copyConfig(place, existsSync(file) ? readFileSync(file, 'utf8') : '', file);
  output.write(withLine(place, env));
  return { root, place, output, pulumi, answer };
}

/** Makes what is missing of our own: directory, passphrase, the stack on our own backend, the file to source. */
export function provideWorkspace(place: StackLocation, root: string, env: NodeJS.ProcessEnv): Pulumi {
  makeDirectory(place);
  const pulumi = new Pulumi(root, environmentOf(place, root, env));
  if (place.own) makeStack(place, pulumi);
  writeShell(place, root);
  return pulumi;
}

function makeStack(place: StackLocation, pulumi: Pulumi): void {
  const { directory, stack, config } = place;
  const state = join(directory, 'backend/.pulumi/stacks/chronos-rollback', `${stack}.json`);
  if (existsSync(state)) {
    if (!existsSync(saltFile(place))) writePrivate(saltFile(place), `encryptionsalt: ${saltIn(state)}\n`);
    return;
  }
  // `pulumi stack init` writes beside Pulumi.yaml: so it gets one of its own, of the same project.
  const aside = mkdtempSync(join(directory, 'init-'));
  try {
    writeFileSync(join(aside, 'Pulumi.yaml'), 'name: chronos-rollback\nruntime: nodejs\n');
    const { code, stderr } = pulumi.elsewhere(['stack', 'init', stack], aside);
    if (code !== 0) throw new Stop('stack.not-made', ['the stack cannot be made:', stderr.trim()]);
    renameSync(join(aside, basename(config)), saltFile(place));
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** What is read of a stack's state. */
interface State {
  readonly checkpoint?: { latest?: { secrets_providers?: { state?: { salt?: string } } } };
}

/** The salt as the state has it, which Pulumi writes before the file: a door may have been killed in between. */
function saltIn(file: string): string {
  let state: State = {};
  try {
    state = JSON.parse(readFileSync(file, 'utf8')) as State;
  } catch {
    // Cut off.
  }
  const salt = state.checkpoint?.latest?.secrets_providers?.state?.salt;
  if (salt) return salt;
  throw new Stop('stack.made-in-part', [
    `the stack was made only in part, and ${file} has no salt. Nothing has been done.`,
    'What was rolled back is in the journal of the host, not there. Take it away, then type it again:',
    `DO     rm ${shellQuote(file)}`,
  ]);
}
