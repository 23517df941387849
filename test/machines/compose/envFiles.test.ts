import { envFiles } from '../../../machines/compose/envFiles';
import { container, facts, image, settings } from '../../fixtures';

const DIRECTORY = '/opt/chronos-financial';
const made = (files: string[]) =>
  facts({ containers: [container('backend', image(3), { envFiles: files })], directory: '/srv/real' });
const configured = (files: string[]) => settings({ deployment: JSON.stringify({ envFiles: files }) });

test.each<[string, string[], string[]]>([
  ['none', [], []],
  ['below the checkout', [`${DIRECTORY}/deploy/prod.env`], ['deploy/prod.env']],
  ['below what the checkout leads to', ['/srv/real/prod.env'], ['prod.env']],
  ['relative', ['prod.env'], ['prod.env']],
  ['elsewhere', ['/etc/prod.env', `${DIRECTORY}/a.env`], ['/etc/prod.env', 'a.env']],
])('env files that a label tells: %s', (_, files, wanted) => {
  expect(envFiles(settings(), made(files))).toEqual({ files: wanted });
});

test('what is configured stands instead of what the labels tell', () => {
  const other = { files: ['b.env'], former: ['a.env'] };
  expect(envFiles(configured(['b.env']), made(['a.env']))).toEqual(other);
  expect(envFiles(configured(['b.env']), made([]))).toEqual({ ...other, former: [] });
  expect(envFiles(configured(['a.env']), made([`${DIRECTORY}/a.env`]))).toEqual({ files: ['a.env'] });
});

test('an env file whose name a shell would split is refused', () => {
  expect(envFiles(settings(), made(['/etc/my prod.env']))).toMatchObject({ code: 'compose.odd-name' });
});
