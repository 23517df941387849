import { Paper } from '../../cli/paper';

function shown(surface: { isTTY?: boolean; columns?: number }, env: NodeJS.ProcessEnv, line: string): string {
  let text = '';
  new Paper({ ...surface, write: (piece) => (text += piece) }, env).write(line);
  return text;
}
const LONG = `WHY    ${'word '.repeat(40).trim()}`;

describe('paper', () => {
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

  test('wraps on a terminal and nowhere else', () => {
    expect(shown({ isTTY: true, columns: 40 }, { NO_COLOR: '1' }, LONG).split('\n').length).toBeGreaterThan(
      5,
    );
    expect(shown({}, {}, LONG)).toBe(`${LONG}\n`);
  });
});
