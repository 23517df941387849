import { Output } from '../../../cli/terminal/output';

function shown(surface: { isTTY?: boolean; columns?: number }, env: NodeJS.ProcessEnv, line: string): string {
  let text = '';
  new Output({ ...surface, write: (piece) => (text += piece) }, env).write(line);
  return text;
}
const LONG = `WHY    ${'word '.repeat(40).trim()}`;

describe('Output', () => {
  test('colours labels on a terminal', () => {
    const [before, after] = shown({ isTTY: true, columns: 80 }, {}, 'WRONG  x').split('WRONG');
    expect([before, after]).toEqual([expect.stringContaining('\u001b['), expect.stringMatching(/ {2}x\n$/)]);
    expect(shown({ isTTY: true, columns: 80 }, {}, 'done  verify')).toContain('\u001b[');
  });

  test.each([
    ['a pipe', {}, {}],
    ['a terminal with NO_COLOR', { isTTY: true, columns: 80 }, { NO_COLOR: '1' }],
    ['a dumb terminal', { isTTY: true, columns: 80 }, { TERM: 'dumb' }],
  ])('uses no colour on %s', (_, surface, env) => {
    expect(shown(surface, env, 'WRONG  x')).toBe('WRONG  x\n');
  });

  test('breaks a text at its breaks, and a line nowhere; what is unseen is written out', () => {
    let text = '';
    const output = new Output({ write: (piece) => (text += piece) }, {});
    output.write('a\nb\u202e');
    output.write(['c\nDO     d', 'e\u001b[31m']);
    output.typed('f\u009b\u200b\u00ad\u{e0041}');
    expect(text).toBe('a\nb\\u202e\nc\\nDO     d\ne\\x1b[31m\n$ f\\x9b\\u200b\\xad\\u{e0041}\n');
  });

  test('wraps on a terminal and nowhere else', () => {
    expect(shown({ isTTY: true, columns: 40 }, { NO_COLOR: '1' }, LONG).split('\n').length).toBeGreaterThan(
      5,
    );
    expect(shown({}, {}, LONG)).toBe(`${LONG}\n`);
  });
});
