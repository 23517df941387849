import { parseWritten } from '../../../../machines/compose/writtenDefinition';
import { defaultedValues } from '../../../../machines/detect/plan/defaultedValues';
import type { EnvReference } from '../../../../machines/model/target';
import { container, facts, image, target } from '../../../fixtures';

const DEFAULTED = 'environment: { SETTING: "${MODE:-blank}" }';
const NAMES_FILE = 'env_file: [{ path: /srv/app.env }]';
const inFile: EnvReference = { origin: 'service', path: '/srv/app.env', key: 'A', name: 'MODE', form: ':-x' };
function doubts(wanted: string, now: string, more: object = {}, configHash = 'old'): string[] {
  const of = (line: string) => parseWritten(`services: { web: { ${line} } }`);
  const [written, currentWritten] = [of(wanted), of(now)];
  if (!written || !currentWritten) throw new Error('both can be read');
  const context = {
    facts: facts({ containers: [container('web', image(3), { configHash })] }),
    target: target({
      inputs: [],
      written,
      currentWritten,
      unsetDefaults: new Set(['MODE']),
      envReferences: { current: [], target: [] },
      hashes: { current: new Map(), target: new Map([['web', 'wanted']]) },
      ...more,
    }),
  };
  return defaultedValues(context, { service: 'web' }).map(({ what, why }) => `${what}: ${why}`);
}

test('a variable with a default that the target alone reads is unproven, with what supplies it', () => {
  expect(doubts(DEFAULTED, 'environment: { SETTING: bad }')).toEqual([
    'definition: 2222222 reads MODE, which needs no value, otherwise than what is checked out, and nobody knows which value the shell had that deployed; deployment.variables or --var supplies one',
  ]);
  expect(doubts('environment: [MODE]', 'environment: {}')).toHaveLength(1);
  expect(doubts(DEFAULTED, 'environment: { SETTING: "${MODE:-other}" }')).toHaveLength(1);
});

test('a variable with a default is proven where what runs shows it, or something supplies it', () => {
  expect(doubts(DEFAULTED, DEFAULTED)).toEqual([]);
  expect(doubts(DEFAULTED, 'environment: { SETTING: "${MODE}" }')).toEqual([]);
  expect(doubts(DEFAULTED, 'environment: {}', { unsetDefaults: new Set() })).toEqual([]);
  expect(doubts(DEFAULTED, 'environment: {}', {}, 'wanted')).toEqual([]);
  expect(doubts(DEFAULTED, 'environment: {}', { inputs: undefined })).toEqual([]);
});

test('the same of a default in an env file, without the name of what is a part of a value', () => {
  const { name: _, ...hidden } = inFile;
  const of = (one: EnvReference, now: readonly EnvReference[]) =>
    doubts(NAMES_FILE, NAMES_FILE, { envReferences: { current: now, target: [one] } });
  expect(of(inFile, [])).toEqual([expect.stringContaining('reads MODE,')]);
  expect(of(hidden, [])).toEqual([expect.stringContaining('reads a variable in a value of /srv/app.env,')]);
  expect([of(inFile, [inFile]), of(hidden, [hidden])]).toEqual([[], []]);
});
