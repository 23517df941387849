import { takenBackBy, withoutForgotten } from '../../../audit/text/savedRequest';

const next = (...keys: string[]) =>
  ['nothing to do', ...takenBackBy(keys), 'mend 3333333 and deploy it anew'].join('; ');

test('the front door names no line for what it has forgotten', () => {
  expect(withoutForgotten(next('commit', 'confirm'), () => false)).toBe(next());
});

test('what the configuration itself asks for is taken back all the same', () => {
  expect(withoutForgotten(next('commit', 'confirm'), (key) => key === 'commit')).toBe(next('commit'));
});

test.each([next(), 'nothing to do', '', './rollback up --to v1; or pulumi config rm commit'])(
  'a line in which nothing was saved stays as it is: %s',
  (line) => {
    expect(withoutForgotten(line, () => false)).toBe(line);
  },
);
