import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { shellQuote } from '../../machines/text/shellQuote';
import { saltFile } from './configFiles';
import { typed } from './process';
import type { Session } from './session';
import type { StackLocation } from './stackLocation';

const stacksIn = (directory: string): string => join(directory, 'backend/.pulumi/stacks/chronos-rollback');

/** The other stacks that the directory of our own has. */
const otherStacks = ({ directory, stack }: StackLocation): string[] => {
  const stacks = stacksIn(directory);
  const names = existsSync(stacks) ? readdirSync(stacks) : [];
  return names.flatMap((name) => /^(.+)\.json$/.exec(name)?.[1] ?? []).filter((name) => name !== stack);
};

/** The files of one stack of our own backend. */
function filesOf(place: StackLocation): string[] {
  const { directory, stack, shellConfig, shell, config } = place;
  const pulumi = join(directory, 'backend/.pulumi');
  const of = (folder: string) => join(pulumi, folder, 'chronos-rollback', stack);
  const copies = ['', '.bak', '.attrs', '.bak.attrs'].map((end) => `${of('stacks')}.json${end}`);
  return [
    ...copies,
    ...['history', 'backups'].map(of),
    ...[shellConfig, shell, saltFile(place), dirname(config)],
  ];
}

/** What this user's front door has for the stack: all of its directory, unless there are other stacks in it. */
const pathsOf = (place: StackLocation): string[] =>
  otherStacks(place).length > 0 ? filesOf(place) : [place.directory];

/** What of it goes, and what stays with the line that removes it, in words. A stack on the operator's backend is the operator's. */
export function ownFiles({ place }: Pick<Session, 'place'>): { going: string[]; staying: string[] } {
  const others = otherStacks(place);
  if (!place.own)
    return {
      going: [place.shellConfig, place.shell].filter((path) => existsSync(path)),
      staying: [
        `stack ${place.stack}: ${typed(['stack', 'rm', '--force', '--preserve-config', place.stack])}`,
      ],
    };
  const what = `the front door's stack ${place.stack} in ${place.directory}`;
  return {
    going: [others.length > 0 ? what : `${place.directory}, with the front door's stack ${place.stack}`],
    staying: others.map(
      (other) => `the front door's stack ${other}: ./rollback --stack ${shellQuote(other)} uninstall`,
    ),
  };
}

/** Removes what goes. */
export function removeOwnFiles({ place }: Pick<Session, 'place'>): void {
  const paths = place.own ? pathsOf(place) : [place.shellConfig, place.shell];
  for (const path of paths) rmSync(path, { recursive: true, force: true });
}
