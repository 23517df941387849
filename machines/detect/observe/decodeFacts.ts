import type { RawFacts } from '../../model/facts';

/** Decodes the output of a script that prints facts; what is told of one name in several lines is one text. */
export function decodeFacts(stdout: string): RawFacts {
  const facts = new Map<string, string>();
  for (const line of stdout.split('\n').filter((one) => one.trim() !== '')) {
    const [name = '', encoded = ''] = line.split(' ');
    const text = Buffer.from(encoded, 'base64').toString('utf8');
    const before = facts.get(name);
    facts.set(name, before === undefined ? text : `${before}\n${text}`);
  }
  return facts;
}

/** The bytes of a fact that is told in one line; none when it is not told. */
export function factBytes(stdout: string, name: string): Uint8Array {
  const line = stdout.split('\n').find((one) => one.startsWith(`${name} `));
  return Buffer.from(line?.slice(name.length + 1) ?? '', 'base64');
}

/** The lines of a fact that are not empty. */
export const lines = (text: string | undefined): string[] =>
  (text ?? '').split('\n').filter((line) => line !== '');

/** The fields of each line of a fact. */
export const fields = (text: string | undefined, separator: string): string[][] =>
  lines(text).map((line) => line.split(separator));
