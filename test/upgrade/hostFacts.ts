import { hostname } from 'node:os';

/** What a host script printed: facts in the order in which it printed them, each a name and a text. */
export type HostFacts = readonly (readonly [name: string, text: string])[];

/** The journal is recorded as a file of its own. */
const JOURNAL = 'journal.jsonl';

/** Facts from what a script printed: `name base64` a line. The recording machine's name is no part of them. */
export function decoded(stdout: string): HostFacts {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' '))
    .map(([name = '', encoded = '']) => {
      const text = name === JOURNAL ? '' : Buffer.from(encoded, 'base64').toString('utf8');
      return [name, text.replaceAll(hostname(), 'host')] as const;
    });
}

/** What a script would print now that these facts are still so, and the journal is this one. */
export function printed(facts: HostFacts, journal: Buffer): string {
  const lines = facts.map(([name, text]) => {
    const bytes = name === JOURNAL ? journal : Buffer.from(text);
    return `${name} ${bytes.toString('base64')}\n`;
  });
  return lines.join('');
}
