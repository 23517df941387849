import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { shellQuote } from '../../../machines/text/shellQuote';
import { BASH_GUARD } from '../../../resources/script/bashVersion';
import { assignments, commandLine, script } from '../../../resources/script/hostScript';

const bash = (input: string) => execFileSync('bash', ['-s'], { input, stdio: ['pipe', 'pipe', 'pipe'] });
const NASTY = [
  '',
  ' ',
  "'",
  "''",
  '"',
  '\\',
  "\\'",
  'a\nb',
  '\n',
  '$(id)',
  '`id`',
  '${HOME}',
  '!!',
  '*',
  '~',
  '-n',
  '#x',
  'a=b c=d',
  ';&|<>(){}[]',
  'ä漢🙂',
  '\r\t',
];
/** Any text that a shell variable can hold: no NUL, no half of a surrogate pair. */
const text = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary' }).map((s) => s.replaceAll('\0', '')),
  fc.string({ unit: fc.constantFrom("'", '"', '\\', '$', '`', '\n', '(', ')', 'a', ' ', '=') }),
);

test('a quoted word is read by bash and sh as exactly that text', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(text, fc.constantFrom(...NASTY)), { minLength: 30, maxLength: 60 }),
      (words) => {
        const line = `printf '%s\\0' ${words.map(shellQuote).join(' ')}`;
        const expected = words.map((word) => `${word}\0`).join('');
        expect(bash(line).toString()).toBe(expected);
        expect(execFileSync('sh', ['-c', line]).toString()).toBe(expected);
      },
    ),
    { numRuns: 15 },
  );
});

test('assignments give back every value as it was', () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 20, maxLength: 40 }), (values) => {
      const name = (index: number) => `V_${'ABCDEFGHIJ'[Math.floor(index / 10)]}${'ABCDEFGHIJ'[index % 10]}`;
      const given = Object.fromEntries(values.map((value, index) => [name(index), value]));
      const print = Object.keys(given).map((one) => `printf '%s\\0' "$${one}"`);
      expect(bash(`${assignments(given)}\n${print.join('\n')}`).toString()).toBe(
        values.map((v) => `${v}\0`).join(''),
      );
    }),
    { numRuns: 15 },
  );
});

test('a command line passes its pins to the script as environment, in any POSIX shell', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      const line = commandLine({ IMAGES: a, COMMIT: b });
      const printed = execFileSync('sh', ['-c', line], { input: 'printf "%s\\0%s" "$IMAGES" "$COMMIT"' });
      expect(printed.toString()).toBe(`${a}\0${b}`);
    }),
    { numRuns: 30 },
  );
});

test.each([
  [{ COMMIT: 'abc', IMAGES: 'a=sha256:1 b=sha256:2' }, "COMMIT=abc IMAGES='a=sha256:1 b=sha256:2' bash -s"],
  [{ A: "it's" }, "A='it'\\''s' bash -s"],
  [{ A: '' }, "A='' bash -s"],
  [{ A: 'a\nb' }, "A='a\nb' bash -s"],
  [{}, 'bash -s'],
])('%j is rendered as %s', (pins, line) => {
  expect(commandLine(pins as Record<string, string>)).toBe(line);
});

test.each(['a', 'A B', 'A;B', '', 'A=', '1A'])('%j is no name of a variable', (name) => {
  expect(() => assignments({ [name]: 'x' })).toThrow(new RegExp(`^${name} `));
});

test('a NUL is refused, since no shell variable can hold it', () => {
  expect(() => assignments({ A: 'a\0b' })).toThrow(/^A /);
});

test.each(['queries/detect', 'queries/target', 'commands/open', 'commands/close', 'steps/prepare'])(
  'the script of %s is whole: bash reads it to its end before it runs anything',
  (name) => {
    const whole = script(name, { DIRECTORY: '/x' });
    expect(whole.startsWith(`${BASH_GUARD}\n{\nPINS=''\n`)).toBe(true);
    expect(whole).toContain('\nDIRECTORY=/x\n');
    expect(whole.endsWith('exit 0\n}\n')).toBe(true);
    execFileSync('bash', ['-n'], { input: whole });
  },
);
