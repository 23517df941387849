import { evidenceSection } from '../../../audit/text/evidenceSection';
import { facts } from '../../fixtures';

const database = (more: object) =>
  evidenceSection(facts({ database: { ...facts().database, ...more } })).filter((line) =>
    /database/.test(line),
  );

test.each([
  ['answers', { version: 'PostgreSQL 15', error: undefined }, ['database: answers']],
  ['does not answer', { error: 'refused\nmore' }, ['database: no answer (refused)']],
  ['was not asked', { version: undefined, error: undefined }, []],
])('what is seen of a database that %s', (_, more, lines) => {
  expect(database(more)).toEqual(lines);
});
