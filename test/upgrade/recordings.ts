import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostFacts } from './hostFacts';
import { Stack } from '../support/engine/stack';

/** What a program of that version did about one configuration: the resources it asked for, without doing anything. */
export interface Foreseen {
  readonly status: string;
  readonly exitCode: number;
  /** `name: operation`, and for a step its command line to the byte. */
  readonly resources: readonly string[];
}

/** A stack, its configuration, its state directory and its host, as a version has left them after one update. */
export interface Recording {
  readonly name: string;
  readonly directory: string;
  readonly end: string;
  readonly stackName: string;
  /** Machine, backend and stack, as the journal has them. */
  readonly holder: string;
  readonly config: Readonly<Record<string, string>>;
  readonly stack: Stack;
  readonly journal: Buffer;
  /** What the host answers, by question. */
  readonly host: Readonly<Record<string, HostFacts>>;
  /** What that version does about the same configuration once more, and about that of the next update. */
  readonly foreseen?: { readonly again: Foreseen; readonly next?: Foreseen };
  readonly next?: Recording;
}

const RECORDED = join(__dirname, 'recorded');
const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const folders = (directory: string): string[] =>
  readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

function read(directory: string, name: string, next?: Recording): Recording {
  const turn = json(join(directory, 'turn.json')) as {
    end: string;
    stack: string;
    config: Record<string, string>;
  };
  const journal = readFileSync(join(directory, 'state/journal.jsonl'));
  const [, holder = ''] = /"holder":"([^"]*)"/.exec(journal.toString('utf8')) ?? [];
  const foreseen = join(directory, 'foreseen.json');
  return {
    name,
    directory,
    end: turn.end,
    stackName: turn.stack,
    holder,
    config: turn.config,
    stack: Stack.read(join(directory, 'stack.json')),
    journal,
    host: json(join(directory, 'host.json')) as Record<string, HostFacts>,
    ...(existsSync(foreseen) && { foreseen: json(foreseen) as Recording['foreseen'] & object }),
    ...(next && { next }),
  };
}

/** All recordings: of each version, chain by chain, in the order of the updates. */
export function recordings(): Recording[] {
  return folders(RECORDED).flatMap((version) =>
    folders(join(RECORDED, version)).flatMap((chain) => {
      const directory = join(RECORDED, version, chain);
      const turns = folders(directory).reduceRight<Recording[]>((later, turn) => {
        const [next] = later;
        return [read(join(directory, turn), `${version} ${chain} ${turn}`, next), ...later];
      }, []);
      return turns;
    }),
  );
}
