#!/usr/bin/env node
// The short story: a release goes bad, the rollback is previewed, done, done again, and audited.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DemoError, docker, run } from './lib/run.mjs';
import { Stack } from './lib/stack.ts';

const ROOT = resolve(import.meta.dirname, '..');
const HERE = join(ROOT, 'out/demo');
const DIRECTORY = join(HERE, 'chronos-financial');
const STATE = join(HERE, 'state');
const PROJECT = 'chronos-demo';

const say = (title) => console.log(`\n── ${title} ${'─'.repeat(Math.max(3, 92 - title.length))}`);
const check = (holds, what) => {
  if (!holds) throw new DemoError(`not as it should be: ${what}`);
  console.log(`  ok  ${what}`);
};

/** Runs a command before the user's eyes; it has to succeed. */
function show(command, args) {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) throw new DemoError(`${command} ${args.join(' ')} ended with ${status}`);
}
const demo = (...args) =>
  show(process.execPath, [join(ROOT, 'demo/demo.mjs'), ...args, '--directory', DIRECTORY]);

function clean() {
  if (existsSync(DIRECTORY)) demo('clean');
  rmSync(HERE, { recursive: true, force: true });
}

/** Shows a `pulumi` command as one would type it, runs it and shows what it says. */
function pulumi(stack, words, view = []) {
  console.log(`$ pulumi ${words.join(' ')}\n`);
  const { code, text } = stack.run([...words, ...view]);
  console.log(text.replace(/^@ .*\n/gm, '').trimEnd());
  return { code, text };
}

async function transfers() {
  const port = docker('port', `${PROJECT}-backend-1`, '8080/tcp').split('\n')[0];
  const codes = [];
  for (let call = 0; call < 9; call += 1) codes.push((await fetch(`http://${port}/api/transfers`)).status);
  return codes;
}

const journal = () => readFileSync(join(STATE, 'journal.jsonl'), 'utf8');
const head = () => run('git', ['-C', DIRECTORY, 'describe', '--tags', 'HEAD']);
const database = () => docker('ps', '-q', '--no-trunc', '--filter', `name=${PROJECT}-postgres`);

async function story() {
  clean();
  say('CHRONOS Financial is deployed: v1, v2, and then v3');
  demo('create', '--project', PROJECT, '--state', STATE);
  for (const release of ['v1', 'v2', 'v3'])
    show(process.execPath, [join(ROOT, 'demo/demo.mjs'), 'deploy', '--directory', DIRECTORY, release]);

  say('v3 goes bad');
  const before = await transfers();
  console.log(`  GET /api/transfers, nine times: ${before.join(' ')}`);
  check(before.includes(500), 'transfers fail, while every health check is green');
  const postgres = database();

  const stack = new Stack(join(HERE, 'stack'), 'demo', ROOT);
  stack.create({ 'deployment.directory': DIRECTORY, 'deployment.stateDirectory': STATE });

  say('What would a rollback do? Nothing is touched');
  const preview = pulumi(stack, ['preview'], ['--suppress-outputs']);
  check(preview.code === 0 && /to {3}[0-9a-f]{7} v2/.test(preview.text), 'it would go back to v2');
  check(head() === 'v3' && !existsSync(join(STATE, 'journal.jsonl')), 'nothing has changed');

  say('The rollback');
  const up = pulumi(stack, ['up', '--yes', '--skip-preview'], ['--suppress-outputs']);
  const outputs = stack.outputs();
  check(up.code === 0 && outputs.status === 'recovered', `${outputs.audit.newest[0].summary}`);
  const after = await transfers();
  console.log(`  GET /api/transfers, nine times: ${after.join(' ')}`);
  check(
    after.every((code) => code === 200),
    'transfers work',
  );
  check(head() === 'v2' && database() === postgres, 'v2 is checked out, the database was not touched');
  console.log(`  services were away for ${outputs.downtimeSeconds} s`);

  say('The same again: it is declarative, so nothing is done twice');
  const journalBefore = journal();
  const again = pulumi(stack, ['up', '--yes', '--skip-preview'], ['--suppress-outputs']);
  check(
    again.code === 0 && /Resources:\n {4}\d+ unchanged\n\n/.test(again.text),
    'every resource is unchanged',
  );
  check(journal() === journalBefore, 'the journal on the host is the same to the byte');
  check(JSON.stringify(stack.outputs()) === JSON.stringify(outputs), 'the outputs are the same');

  say('The audit');
  const [entry] = outputs.audit.newest;
  for (const [name, value] of Object.entries(entry)) console.log(`  ${name.padEnd(16)} ${value || '(none)'}`);
  for (const { state, seconds, verdict } of outputs.timeline)
    console.log(`  ${state.padEnd(16)} ${seconds.toFixed(1)} s  ${verdict}`);
  console.log(
    `  ${'journal'.padEnd(16)} ${join(STATE, 'journal.jsonl')}, SHA-256 of its last line ${outputs.audit.head}`,
  );

  say('Done');
  console.log(
    'It still runs. To remove it, with all its containers, images and volumes: npm run demo -- clean',
  );
}

try {
  if (process.argv[2] === 'clean') clean();
  else if (process.argv[2])
    throw new DemoError(`"${process.argv[2]}" is unknown; npm run demo, or npm run demo -- clean`);
  else {
    await story();
  }
} catch (error) {
  console.error(`\ndemo: ${error.message}`);
  process.exitCode = 1;
}
