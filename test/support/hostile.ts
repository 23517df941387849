import { ConfigError, parseConfig } from '../../config';

/** Whether the configuration takes this as its `deployment`. */
export function isTaken(deployment: object): boolean {
  try {
    return parseConfig({ deployment: JSON.stringify(deployment) }) !== undefined;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return false;
  }
}

/** What each hostile text tries; a command in it makes the file of that path. */
export const hostile = (canary: string): Readonly<Record<string, string>> => ({
  'a substitution': `$(touch ${canary})`,
  'a substitution of old': `\`touch ${canary}\``,
  'a substitution in a name': `v1$(touch$IFS${canary})`,
  'a substitution in an index': `a[$(touch ${canary})]`,
  'a substitution in a default': `\${a:-$(touch ${canary})}`,
  'a process': `<(touch ${canary})`,
  'a second command': `; touch ${canary}`,
  'a command on condition': `v1 && touch ${canary}`,
  'a command in a pipe': `| touch ${canary}`,
  'a line': `v1\ntouch ${canary}\n`,
  'a line of Windows': `v1\r\ntouch ${canary}\r\n`,
  'an end of a quotation': `'; touch ${canary}; '`,
  'an end of a double quotation': `"; touch ${canary}; "`,
  'an end after a backslash': `\\'; touch ${canary} #`,
  SQL: `x'; COPY (SELECT 1) TO PROGRAM 'touch ${canary}'; --`,
  'a command of psql': `\\! touch ${canary}`,
  'a connection': 'postgresql://elsewhere/x?sslmode=disable',
  'an option': '-rf',
  'a long option': `--upload-pack=touch ${canary}`,
  'the end of options': '--',
  'a path up': '../..',
  'a path up from below': `a/../../../../../../../..${canary}`,
  'a home': '~root',
  'a pattern': '*',
  'a list': '{a,b}',
  'a history': '!!',
  'a NUL': `v1\0touch ${canary}`,
  'wide letters': '；ｔｏｕｃｈ　ｘ',
  'letters of another script': 'рrеviоus',
  'a turned direction': 'v1\u202etxt.exe',
  'nothing that is seen': 'v1\u200b\u2060\ufeff',
  'a colour': '\u001b[31mv1\u009b0m',
  'a megabyte': 'a'.repeat(1 << 20),
  'thousands of quotes': "'".repeat(10_000),
});
