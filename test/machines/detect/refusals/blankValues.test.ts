import { adviceText } from '../../../../audit/text/remedyLine';
import { unsetVariables } from '../../../../machines/detect/refusals/variableRefusals';
import { parseWritten } from '../../../../machines/compose/writtenDefinition';
import type { EnvReference, Target } from '../../../../machines/model/target';
import { container, facts, image, planInput, target } from '../../../fixtures';

const definition = (lines: string) =>
  parseWritten(`services:\n  backend:\n    image: web\n${lines}  db: { image: "db:\${DB}" }\n`);
const READS = '    environment: { SETTING: "x-${MODE}" }\n';
const NAMES_FILE = '    env_file: [{ path: /srv/app.env }]\n';
const inFile = (name?: string): EnvReference => ({
  ...{ origin: 'service', path: '/srv/app.env', key: 'SETTING', form: '' },
  ...(name === undefined ? {} : { name }),
});
/** A target beside what is checked out, of which what runs has the hash. */
function refusal(wanted: string, now: string, more: Partial<Target> = {}) {
  const [written, currentWritten] = [definition(wanted), definition(now)];
  if (!written || !currentWritten) throw new Error('both can be read');
  const hashes = { current: new Map([['backend', 'a']]), target: new Map<string, string>() };
  const envReferences = { current: [], target: [] };
  return unsetVariables(
    {
      ...planInput(),
      facts: facts({ containers: [container('backend', image(3), { configHash: 'a' })] }),
      target: target({ unset: ['MODE'], hashes, written, currentWritten, envReferences, ...more }),
    },
    ['backend'],
  );
}

test('a variable that the target alone reads is refused, although what runs is as it is defined', () => {
  expect(refusal(READS, '    environment: { SETTING: bad }\n')?.what).toContain('reads MODE');
  expect(refusal(READS, READS)).toBeUndefined();
  expect(refusal(READS, '    environment: [MODE]\n')).toBeUndefined();
  expect(refusal(READS, '    environment: { SETTING: "x-${MODE:-good}" }\n')?.code).toBe(
    'compose.unset-variable',
  );
  expect(refusal(READS, '    build: { context: ., args: { MODE: "${MODE}" } }\n')?.code).toBe(
    'compose.unset-variable',
  );
});

test('the same of a variable in an env file that a service names', () => {
  const of = (now: readonly EnvReference[]) =>
    refusal(NAMES_FILE, NAMES_FILE, { envReferences: { current: now, target: [inFile('MODE')] } });
  expect(of([])?.code).toBe('compose.unset-variable');
  expect(of([inFile('MODE')])).toBeUndefined();
});

test('what other services alone read is no obstacle', () => {
  expect(refusal('', '', { unset: ['DB'] })).toBeUndefined();
});

test('a part of a value is refused without its name, where the release that runs does not read that value', () => {
  const unsetInside = [inFile()];
  const of = (now: readonly EnvReference[], wanted = NAMES_FILE) =>
    refusal(wanted, NAMES_FILE, {
      unset: [],
      unsetInside,
      envReferences: { current: now, target: [inFile()] },
    });
  const refused = of([]);
  expect(refused?.what).toContain('reads a variable in a value of /srv/app.env, and nobody supplies it');
  expect(adviceText(refused?.next ?? '')).toContain('single quotes in /srv/app.env');
  expect(of([inFile()])).toBeUndefined();
  expect(of([], '')).toBeUndefined();
});

test('where Compose tells no more, it goes by what Compose says of the release that is checked out', () => {
  const of = (currentUnset: readonly string[]) =>
    unsetVariables(
      {
        ...planInput(),
        facts: facts({ containers: [container('backend', image(3), { configHash: 'a' })] }),
        target: target({
          unset: ['MODE'],
          currentUnset,
          hashes: { current: new Map([['backend', 'a']]), target: new Map() },
        }),
      },
      ['backend'],
    );
  expect(of([])?.code).toBe('compose.unset-variable');
  expect(of(['MODE'])).toBeUndefined();
});
