import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Code, CODES } from '../../machines/model/codes';
import { endCode, failureCode } from '../../machines/model/impliedCodes';
import { ENDS, STEPS } from '../../machines/model/vocabulary';
import { hostCalls, hostScripts, TAKES } from '../support/codes/hostCalls';
import { HOST_WORDS } from '../support/codes/hostWords';

const ROOT = join(__dirname, '../..');
const calls = hostCalls().map(({ file, name, words }) => {
  const [code, sentence, least] = TAKES[name] ?? [0, 1, 2];
  const [spelled = '', said = ''] = [words[code], words[sentence]];
  return { file, name, spelled, said: said.replace(/^(['"])([^]*)\1$/, '$2'), count: words.length, least };
});
/** Functions that take a code and hand it on. */
const FORWARDED = /^"(\$1|\$@|\$code|\$\{FAILED_CODES\[0\]\})"$/;
const known = new Set<string>(Object.keys(CODES));

test('the host scripts have their codes from machines/model/codes/, and none of their calls has no code', () => {
  const wrong = calls.filter(({ spelled }) => !known.has(spelled) && !FORWARDED.test(spelled));
  expect(wrong).toEqual([]);
  expect(calls.length).toBeGreaterThan(150);
});

test('what hands a code on is known by name', () => {
  const handed = calls.filter(({ spelled }) => FORWARDED.test(spelled));
  expect([...new Set(handed.map(({ file, name, spelled }) => `${file} ${name} ${spelled}`))].sort()).toEqual([
    'commands/close.sh refuse "$1"',
    'lib/postgres/retained-databases.sh refuse "$code"',
    'lib/postgres/undo-restore.sh failed "$1"',
    'lib/step/checks.sh check "$1"',
    'lib/step/step.sh fail "$1"',
    'lib/step/step.sh fail "$@"',
    'lib/step/step.sh say_only "$1"',
    'steps/undo.sh fail "${FAILED_CODES[0]}"',
    'steps/verify.sh check "$1"',
    'steps/verify.sh check "$code"',
  ]);
});

test('every call has a sentence beside its code, and a check what it has seen', () => {
  const short = calls.filter(({ spelled, count, least }) => spelled !== '"$@"' && count < least);
  expect(short).toEqual([]);
});

test('a check has a code of checks, a note one of notes, and nothing else has', () => {
  const kind = ({ name }: (typeof calls)[number]) =>
    name === 'check' || name === 'same' ? 'check' : name === 'note' ? 'note' : 'other';
  const subject = (code: string) => /^(check|note)\./.exec(code)?.[1] ?? 'other';
  const wrong = calls.filter((call) => known.has(call.spelled) && kind(call) !== subject(call.spelled));
  expect(wrong).toEqual([]);
});

test.each(Object.entries(HOST_WORDS))('the words of %s', (code, words) => {
  expect(calls.filter(({ spelled }) => spelled === code).map(({ said }) => said)).toContain(words);
});

test('of every code that the host scripts say the words are tested', () => {
  const only = /^\$\w+$/;
  const said = calls.filter(({ spelled, said: words }) => known.has(spelled) && !only.test(words));
  const untested = said.filter(({ spelled }) => !(spelled in HOST_WORDS));
  expect([...new Set(untested.map(({ spelled }) => spelled))]).toEqual([]);
});

/** Parts of sentences that are put together elsewhere than beside the code. */
test.each([
  ['revert.checkout-failed', ', local modifications, if any, are in the stash \\"$name\\"'],
  ['revert.checkout-failed', ', what was modified meanwhile is in the stash \\"$leftovers\\"'],
  ['undo.checkout-failed', ', what was modified meanwhile cannot be stashed and stays as it is'],
  ['note.deadline-extended', '; its deadline was extended once by $more s, as the health check of $1 allows'],
  [
    'docker.failed',
    'Docker does not give the image of $1 the name $(reference_of "$1"): ${refused:-no answer}',
  ],
  ['restart.crashed', '"it ended with $(docker inspect'],
  ['restart.crashed', 'it ends again and again: started $((restarts - first)) times meanwhile'],
])('the words of %s have beside its sentence: %s', (_, words) => {
  expect(
    hostScripts()
      .map(([, text]) => text)
      .join(''),
  ).toContain(words);
});

test('no code is dead: each is spelled in a host script or in the program', () => {
  const scripts = [...hostScripts().map(([, text]) => text), readFileSync(join(ROOT, 'rollback'), 'utf8')];
  const inHost = scripts.flatMap((text) => text.match(/(?<![\w./$-])[a-z]+\.[a-z][a-z-]*(?![\w.-])/g) ?? []);
  const sources = ['machines', 'resources', 'audit', 'cli'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { encoding: 'utf8', recursive: true })
      .filter((name) => name.endsWith('.ts') && !/^model\/codes[./]/.test(name))
      .map((name) => join(ROOT, folder, name)),
  );
  const inProgram = [...sources, join(ROOT, 'index.ts'), join(ROOT, 'config.ts')].flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/'([a-z]+\.[a-z][a-z-]*)'/g)].map(([, code = '']) => code),
  );
  const made = [...ENDS, 'planned' as const, 'open' as const]
    .map((end): Code => endCode(end))
    .concat([...STEPS, 'undo' as const].map((step) => failureCode(step)));
  const spelled = new Set<string>([...inHost, ...inProgram, ...made]);
  expect([...known].filter((code) => !spelled.has(code))).toEqual([]);
});
