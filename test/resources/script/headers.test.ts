import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STEPS } from '../../../machines/model/vocabulary';
import { part, partsOf } from '../../../resources/script/hostScript';
import { hostScripts } from '../../support/codes/hostCalls';

const names = hostScripts().map(([file]) => file.replace(/\.sh$/, ''));
const libraries = names.filter((name) => name.startsWith('lib/'));
const whole = names.filter((name) => /^(queries|commands|steps)\//.test(name));
const namesIn = (name: string) => [...partsOf(name).keys()];
const header = (name: string, word: string): string[] =>
  [...part(name).matchAll(new RegExp(`^# ${word}: (.+)$`, 'gm'))].flatMap(([, all = '']) => all.split(' '));
const functionsOf = (name: string) =>
  [...part(name).matchAll(/^(\w+)\(\) /gm)].map(([, found = '']) => found);
/** The text without what is only said. */
const codeOf = (name: string) => part(name).replace(/^\s*#.*$/gm, '');

test('each state that changes the deployment has its step, and each step its state', () => {
  expect(whole.filter((name) => name.startsWith('steps/')).sort()).toEqual(
    [...STEPS, 'undo'].map((step) => `steps/${step}`).sort(),
  );
});

test.each(names)('what %s needs is there, and what it gives is a function of its own', (name) => {
  expect(header(name, 'needs').filter((needed) => !libraries.includes(`lib/${needed}`))).toEqual([]);
  const own = functionsOf(name);
  expect(header(name, 'gives').filter((given) => !own.includes(given))).toEqual([]);
});

test('each library is needed by a script, and none needs itself by way of others', () => {
  const used = new Set(whole.flatMap(namesIn));
  expect(libraries.filter((name) => !used.has(name))).toEqual([]);
  for (const name of libraries)
    for (const needed of header(name, 'needs')) expect(namesIn(`lib/${needed}`)).not.toContain(name);
});

test('a library comes behind those that it needs, once, and what all share comes first', () => {
  for (const name of whole) {
    const parts = namesIn(name);
    expect([parts[0], parts[1], parts.at(-1), new Set(parts).size]).toEqual([
      'lib/environment',
      'lib/base',
      name,
      parts.length,
    ]);
    for (const [index, one] of parts.entries())
      for (const needed of header(one, 'needs')) expect(parts.slice(0, index)).toContain(`lib/${needed}`);
  }
});

test('what a script reads of what the program gives it stands in its header', () => {
  const inputs = new Set(names.flatMap((name) => header(name, 'reads')));
  expect(inputs.size).toBeGreaterThan(50);
  for (const name of names.filter((one) => one !== 'lib/base')) {
    const read = new Set(
      [...codeOf(name).matchAll(/\$\{?([A-Z][A-Z0-9_]*)/g)].map(([, found = '']) => found),
    );
    const said = header(name, 'reads');
    expect({ name, reads: said }).toEqual({ name, reads: [...read].filter((one) => inputs.has(one)).sort() });
  }
});

// A query has functions at hand that only a step calls, and that need what a step has.
test('what a step or command calls is in one of the files that it is made of', () => {
  const givers = new Map(
    libraries.flatMap((name) => header(name, 'gives').map((given) => [given, name] as const)),
  );
  // Whether one is there is asked before it is called.
  const asked = /declare -F (\w+)/g;
  for (const name of whole.filter((one) => !one.startsWith('queries/'))) {
    const parts = namesIn(name);
    const text = parts.map(codeOf).join('\n');
    const optional = new Set([...text.matchAll(asked)].map(([, found = '']) => found));
    const called = [...givers].filter(
      ([given, from]) =>
        !parts.includes(from) &&
        !optional.has(given) &&
        !parts.some((one) => functionsOf(one).includes(given)) &&
        new RegExp(`^\\s*(if |while |until |! |\\w+=\\$\\()*${given}( |;|$)`, 'm').test(text),
    );
    expect({ name, called: called.map(([given]) => given) }).toEqual({ name, called: [] });
  }
});

test('CONTRIBUTING.md says where they are', () => {
  const text = readFileSync(join(__dirname, '../../../CONTRIBUTING.md'), 'utf8');
  for (const folder of ['steps', 'queries', 'commands', 'lib']) expect(text).toContain(`\`host/${folder}/\``);
});
