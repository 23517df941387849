import { composeFiles } from '../../../machines/compose/composeFiles';
import { attempt, container, facts, image, plan, settings } from '../../fixtures';

const AT = '/opt/chronos-financial';
const made = (service: string, ...files: string[]) =>
  container(service, image(1), { files: files.map((file) => `${AT}/${file}`) });
const seen = (
  containers: readonly ReturnType<typeof made>[],
  here: readonly string[],
  found: readonly string[] = [],
  more = {},
) =>
  facts({
    containers,
    filesHere: new Set(here.map((file) => `${AT}/${file}`)),
    filesFound: found,
    ...more,
  });
const told = (composeFile: string, given: ReturnType<typeof facts>) =>
  composeFiles(settings({ deployment: JSON.stringify({ composeFile }) }), given);
const OLD = 'docker-compose.yml';
const NEW = 'compose.yaml';
const OVERRIDE = 'compose.override.yml';

test('what was made before the Compose file got another name does not count', () => {
  const both = [made('backend', NEW), made('postgres', OLD)];
  expect(told(NEW, seen(both, [NEW], [NEW]))).toEqual({ files: [NEW] });
  expect(told(OLD, seen(both, [OLD], [OLD]))).toEqual({ files: [OLD] });
});

test('of files that nobody names those count that Compose finds now', () => {
  const both = [made('backend', NEW, OVERRIDE), made('postgres', NEW)];
  const here = [NEW, OVERRIDE];
  expect(told(NEW, seen(both, here, here))).toEqual({ files: [NEW, OVERRIDE] });
});

test.each([
  ['files that are there, and of which somebody has named one', ['prod.yml', NEW], [NEW]],
  ['files of which none is what Compose finds', ['one.yml', 'two.yml'], []],
])('containers that were made by %s are refused', (_, [one = '', other = ''], found) => {
  const both = [made('backend', one), made('postgres', other)];
  expect(told(one, seen(both, [one, other], found))).toMatchObject({ code: 'deployment.mixed-origin' });
});

test('files outside the checkout are not taken for gone', () => {
  const outside = container('backend', image(1), { files: [`${AT}/${NEW}`, '/etc/more.yml'] });
  expect(told(NEW, seen([outside, made('postgres', NEW)], [NEW]))).toMatchObject({
    code: 'deployment.mixed-origin',
  });
});

test('where no container was made by what is checked out, all of them count', () => {
  expect(told(OLD, seen([made('backend', OLD)], [], [NEW]))).toEqual({ files: [OLD] });
});

test('the configured file is that of another release where Compose finds both by itself', () => {
  const backend = [made('backend', OLD)];
  expect(told(NEW, seen(backend, [OLD], [OLD]))).toEqual({ files: [OLD] });
  expect(told(NEW, seen(backend, [OLD, NEW], [OLD]))).toMatchObject({ code: 'config.other-compose-file' });
  expect(told('prod.yml', seen(backend, [OLD], [OLD]))).toMatchObject({ code: 'config.other-compose-file' });
});

test('it is that of another release where a rollback has gone from one to the other', () => {
  const backend = [made('backend', 'prod.yml')];
  const rollback = { ...plan(), files: ['production.yml'], targetFiles: ['prod.yml'] };
  const at = (more: object) => seen(backend, ['prod.yml'], [], more);
  expect(told('production.yml', at({ attempts: [attempt(rollback)] }))).toEqual({ files: ['prod.yml'] });
  const back = { ...plan(), files: ['prod.yml'], targetFiles: ['production.yml'] };
  expect(told('production.yml', at({ attempts: [attempt(back)] }))).toEqual({ files: ['prod.yml'] });
  expect(told('production.yml', at({}))).toMatchObject({ code: 'config.other-compose-file' });
});
