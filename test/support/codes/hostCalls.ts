import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const HOST = join(__dirname, '../../../host');

/** A call in a host script of a function that takes a code: its words as they are written. */
export interface Call {
  readonly file: string;
  readonly name: string;
  readonly words: readonly string[];
}

/** Where each such function has its code and its sentence among its words, and how many words it has at least. */
export const TAKES: Readonly<Record<string, readonly [code: number, sentence: number, least: number]>> = {
  ...{ fail: [0, 1, 2], turn_down: [0, 1, 2], say_only: [0, 1, 2], stopped: [0, 1, 2] },
  ...{ refuse: [0, 1, 2], give_up: [0, 1, 2], note: [0, 1, 2], journal_end: [1, 2, 3] },
  ...{ failed: [0, 1, 2], database_failed: [0, 1, 2], no_way_back: [0, 1, 2] },
  ...{ check: [0, 1, 4], same: [0, 1, 4] },
};

/** The end of a double-quoted text, of `$(…)` or of `${…}` that begins before `at`; what stands in it may nest. */
function endOf(text: string, at: number, close: string): number {
  for (let i = at; i < text.length; i++) {
    const char = text[i];
    if (char === close) return i;
    if (char === '\\') i++;
    else if (char === '$' && text[i + 1] === '(') i = endOf(text, i + 2, ')');
    else if (char === '$' && text[i + 1] === '{') i = endOf(text, i + 2, '}');
    else if (char === '"') i = endOf(text, i + 1, '"');
    else if (char === "'" && close === ')') i = text.indexOf("'", i + 1);
  }
  throw new Error(`no ${close} after: ${text.slice(at, at + 60)}`);
}

/** The words of a command from a place on, until it ends; one in the text of a trap ends with that. */
function wordsFrom(text: string, from: number, isTrap: boolean): string[] {
  const words: string[] = [];
  let word = '';
  const over = () => {
    if (word !== '') words.push(word);
    word = '';
  };
  const ends = isTrap ? /'/ : /[;\n)|&}]/;
  for (let i = from; i < text.length && !ends.test(text[i] ?? ''); i++) {
    const char = text[i] ?? '';
    const start = i;
    if (char === ' ') over();
    else if (char === '\\' && text[i + 1] === '\n') i++;
    else {
      if (char === '"') i = endOf(text, i + 1, '"');
      else if (char === "'") i = text.indexOf("'", i + 1);
      else if (char === '$' && text[i + 1] === '(') i = endOf(text, i + 2, ')');
      else if (char === '$' && text[i + 1] === '{') i = endOf(text, i + 2, '}');
      word += text.slice(start, i + 1);
    }
  }
  over();
  return words;
}

const NAMES = Object.keys(TAKES).join('|');
/** Where a command can begin: at the head of a line, behind `;`, `||`, `{` and their like, and in the text of a trap. */
const CALL = new RegExp(`(?:^|[;({!]|\\|\\||&&|\\b(?:then|else|do)|\\btrap ')[ ]*\\b(${NAMES})(?= )`, 'gm');

/** The names of all host scripts, and their text. */
export const hostScripts = (): (readonly [file: string, text: string])[] =>
  readdirSync(HOST, { encoding: 'utf8', recursive: true })
    .filter((file) => file.endsWith('.sh'))
    .sort()
    .map((file) => [file, readFileSync(join(HOST, file), 'utf8')] as const);

/** All calls in the host scripts of functions that take a code. */
export function hostCalls(): Call[] {
  return hostScripts().flatMap(([file, text]) =>
    [...text.replaceAll(/^ *#.*$/gm, '').matchAll(CALL)].map(({ 0: begin, 1: name = '', index, input }) => ({
      ...{ file, name },
      words: wordsFrom(input, index + begin.length, begin.startsWith('trap')),
    })),
  );
}
