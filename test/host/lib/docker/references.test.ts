import { parseTarget } from '../../../../machines/detect/observe/targetRelease';
import { Site } from '../../../support/host/host';

let site: Site;
beforeEach(() => {
  site = new Site();
  site.withoutDocker();
});
afterEach(() => site.remove());

const web = (lines: string) => `services:\n  web:\n    image: web:1\n${lines}`;
const SECRET = 'TailOfSecret77';
/** What is told of the first of two releases, beside the second one. */
async function told(v1: Readonly<Record<string, string>>, v2: Readonly<Record<string, string>>) {
  const COMMIT = site.release('v1', v1);
  site.release('v2', v2);
  const raw = await site.facts('target', { COMMIT, FILES: 'compose.yml' });
  return { raw, target: parseTarget(raw) };
}

test('the name of a variable that is a part of a value is told nowhere, but the file and the key', async () => {
  site.write({
    '.env': `APP_PASSWORD=pa55$${SECRET}\nOTHER_KEY="a $${SECRET}"\n`,
    '.git/info/exclude': '.env\n',
  });
  const { raw, target } = await told(
    { 'compose.yml': web("    environment: { A: '${APP_PASSWORD}', B: '${MODE}' }\n") },
    { 'compose.yml': web("    environment: { A: 'b' }\n") },
  );
  expect(target.unset).toEqual(['MODE']);
  const path = `${site.directory}/.env`;
  expect(target.unsetInside).toEqual([
    { origin: 'compose', path, key: 'APP_PASSWORD' },
    { origin: 'compose', path, key: 'OTHER_KEY' },
  ]);
  expect(target.warnings).toEqual([
    `A variable in a value of ${path} is not set. Defaulting to a blank string.`,
    'The "MODE" variable is not set. Defaulting to a blank string.',
  ]);
  const { current, target: own } = target.envReferences ?? { current: [], target: [] };
  expect(own).toEqual([
    { origin: 'compose', path, key: 'APP_PASSWORD', form: '' },
    { origin: 'compose', path, key: 'OTHER_KEY', form: '' },
  ]);
  expect(current).toEqual(own);
  expect([...raw].filter(([, text]) => text.includes(SECRET))).toEqual([]);
});

test('it is not told either where the definition cannot be read for another variable', async () => {
  site.write({ '.env': `APP_PASSWORD=pa55$${SECRET}\n`, '.git/info/exclude': '.env\n' });
  const { raw, target } = await told(
    { 'compose.yml': web("    environment: { A: '${NEEDED:?it}' }\n") },
    { 'compose.yml': web('') },
  );
  expect(target.unset).toEqual(['NEEDED']);
  expect([...raw].filter(([, text]) => text.includes(SECRET))).toEqual([]);
});

test('the variables of env files are told with both releases, and which of them nobody supplies', async () => {
  const files = (text: string) => ({
    'compose.yml': web("    env_file: ['${STAGE:-prod}.env', { path: raw.env, format: raw }]\n"),
    'prod.env': text,
    'raw.env': 'R=$raw\n',
  });
  site.write({ '.env': 'GIVEN=yes\n', '.git/info/exclude': '.env\n' });
  const { target } = await told(
    files("A=x-${MODE}\nB=${C:-d} ${GIVEN:-e}\nE='no $none'\nF=$A \\$x $$y\nDEBUG\n"),
    files('A=bad\n'),
  );
  const path = `${site.directory}/\${STAGE:-prod}.env`;
  const own = { origin: 'service', path } as const;
  expect(target.unset).toEqual(['MODE', 'x']);
  expect([...(target.unsetDefaults ?? [])].sort()).toEqual(['C', 'DEBUG', 'STAGE']);
  const told1 = target.envReferences?.target.filter(({ path: one }) => one === path);
  expect(told1).toEqual([
    { ...own, key: 'A', name: 'MODE', form: '' },
    { ...own, key: 'B', name: 'C', form: ':-d' },
    { ...own, key: 'F', name: 'MODE', form: '' },
    { ...own, key: 'F', name: 'x', form: '' },
    { ...own, key: 'DEBUG', name: 'DEBUG', form: 'passed' },
  ]);
  expect(target.envReferences?.current.filter(({ path: one }) => one === path)).toEqual([]);
  expect(target.currentWritten?.services['web']).toBeDefined();
});

test('what needs no value is told where no file has a default', async () => {
  const passed = (lines: string) => ({ 'compose.yml': web(lines) });
  const { target } = await told(passed('    environment: [DEBUG]\n'), passed(''));
  expect([...(target.unsetDefaults ?? [])]).toEqual(['DEBUG']);
});

test('nothing is told of what the checkout reads where the target reads nothing that nobody supplies', async () => {
  const { raw } = await told(
    { 'compose.yml': web('') },
    { 'compose.yml': web("    environment: { A: 'b' }\n") },
  );
  expect([raw.has('compose.current.written'), raw.has('compose.target.references')]).toEqual([false, false]);
});
