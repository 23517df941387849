import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import '../../tools/typescript.cjs';
import { DemoError, docker, run } from './run.mjs';

const { Stack } = createRequire(import.meta.url)('./stack.ts');

const ROOT = resolve(import.meta.dirname, '../..');
const HERE = join(ROOT, 'out/demo');

/** The place of the shown deployment, and its Compose project. */
const DIRECTORY = join(HERE, 'chronos-financial');
export const STATE = join(HERE, 'state');
const PROJECT = 'chronos-demo';

export const say = (title) => console.log(`\n── ${title} ${'─'.repeat(Math.max(3, 92 - title.length))}`);

/** Tells that something is as it should be; stops the story when it is not. */
export function check(holds, what) {
  if (!holds) throw new DemoError(`not as it should be: ${what}`);
  console.log(`  ok  ${what}`);
}

/** Runs a command before the user's eyes; it has to succeed. */
function show(command, args) {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) throw new DemoError(`${command} ${args.join(' ')} ended with ${status}`);
}

const demo = (...args) =>
  show(process.execPath, [join(ROOT, 'demo/demo.mjs'), ...args, '--directory', DIRECTORY]);

export const deploy = (release) => demo('deploy', release);

/** Removes the deployment with all its containers, images and volumes. */
export function clean() {
  if (existsSync(DIRECTORY)) demo('clean');
  rmSync(HERE, { recursive: true, force: true });
}

/** The deployment from nothing, with these releases deployed one after the other, and a stack that knows it. */
export function open(...releases) {
  clean();
  demo('create', '--project', PROJECT, '--state', STATE);
  for (const release of releases) deploy(release);
  const stack = new Stack(join(HERE, 'stack'), 'demo', ROOT);
  stack.create({ 'deployment.directory': DIRECTORY, 'deployment.stateDirectory': STATE });
  return stack;
}

/** Shows a `pulumi` command as one would type it, runs it and shows what it says. */
export function pulumi(stack, words, view = ['--suppress-outputs']) {
  console.log(`$ pulumi ${words.join(' ')}\n`);
  const { code, text } = stack.run([...words, ...view]);
  console.log(text.replace(/^@ .*\n/gm, '').trimEnd());
  return { code, text };
}

/** Shows a `./rollback` command as one would type it, runs it and shows what it says. */
export function rollback(stack, ...words) {
  console.log(`$ ./rollback ${words.join(' ')}\n`);
  const { code, text, stdout } = stack.rollback(words);
  console.log((code === 0 ? stdout : text).trimEnd());
  return { code, text };
}

/** Types a command of the deployment's own, which may fail, and shows what it says. */
export function type(...words) {
  console.log(`$ ${words.join(' ')}\n`);
  const { status, stdout, stderr } = spawnSync(words[0], words.slice(1), {
    cwd: DIRECTORY,
    encoding: 'utf8',
  });
  console.log(`${stdout}${stderr}`.trimEnd());
  return { code: status, text: `${stdout}${stderr}` };
}

/** A file of the deployment, after it was changed by hand where there is a change. */
export function edit(name, change) {
  const file = join(DIRECTORY, name);
  const text = readFileSync(file, 'utf8');
  if (!change) return text;
  const changed = change(text);
  console.log(`$ $EDITOR ${name}`);
  writeFileSync(file, changed);
  return changed;
}

/** The answer to the call by which the page gets its data. */
export async function page() {
  const port = docker('port', container('frontend'), '3000/tcp').split('\n')[0];
  const { status } = await fetch(`http://${port}/api/transfers`);
  console.log(`  GET /api/transfers of the page: ${status}`);
  return status;
}

/** The answers to nine calls of the transfers. */
export async function transfers() {
  const port = docker('port', container('backend'), '8080/tcp').split('\n')[0];
  const codes = [];
  for (let call = 0; call < 9; call += 1) codes.push((await fetch(`http://${port}/api/transfers`)).status);
  console.log(`  GET /api/transfers, nine times: ${codes.join(' ')}`);
  return codes;
}

export const journal = () => readFileSync(join(STATE, 'journal.jsonl'), 'utf8');
export const head = () => run('git', ['-C', DIRECTORY, 'describe', '--tags', 'HEAD']);

/** The id of a service's container. */
export const container = (service) =>
  docker('ps', '-aq', '--no-trunc', '--filter', `name=${PROJECT}[-_]${service}[-_]1`);
