import { wrapLine } from '../../../cli/terminal/wrap';

const wrapped = (line: string, width = 45) => wrapLine(line, width).join('\n');

describe('a line on a terminal', () => {
  test('that fits stays as it is', () => {
    expect(wrapped('WRONG  nothing')).toBe('WRONG  nothing');
  });

  test('goes on under its text, not under its label', () => {
    expect(wrapped('WRONG  transfers: 6 of 20 are 5xx; 3/3 containers healthy')).toBe(
      'WRONG  transfers: 6 of 20 are 5xx; 3/3\n       containers healthy',
    );
    expect(wrapped('REFUSE config "deployment.directory" is no directory on the host')).toBe(
      'REFUSE config "deployment.directory" is no\n       directory on the host',
    );
  });

  test('keeps its columns', () => {
    expect(wrapped('done  restart  4.2 s  backend and frontend are up and healthy')).toBe(
      'done  restart  4.2 s  backend and frontend\n               are up and healthy',
    );
  });

  test('without columns is set in by two', () => {
    expect(wrapped('       probe transfers: 14 of 20 well answered (else 500)')).toBe(
      '       probe transfers: 14 of 20 well\n         answered (else 500)',
    );
  });

  test('never parts a number from its unit', () => {
    expect(wrapped('       revert   check out 147bed2, at most 60 s')).toBe(
      '       revert   check out 147bed2, at most\n                60 s',
    );
  });

  test.each([
    '$ pulumi up --skip-preview -c confirm=r-7544269e -c reason=x',
    'DO     ./rollback up r-7544269e --reason "why"   =  pulumi up',
  ])('that is there to be typed stays one line: %s', (line) => expect(wrapped(line, 40)).toBe(line));

  test.each([20, 40, 45, 80])('has no row longer than %d columns, unless one word is', (width) => {
    const line =
      '       verify   commit, images, health, database, links, probes: at least 9 checks, at most 60 s';
    for (const row of wrapLine(line, width)) expect(row.length).toBeLessThanOrEqual(width);
    const hash = 'a'.repeat(90);
    expect(wrapLine(`  to   ${hash}`, width).join('')).toContain(hash);
  });
});
