import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import '../typescript.cjs';
import { definedTwice } from './definedTwice.mjs';
import { Known } from './known.mjs';
import { linesOf } from './run.mjs';

const { part, script } = createRequire(import.meta.url)('../../resources/script/hostScript.ts');

const steps = ['prepare', 'stop', 'restore', 'revert', 'restart', 'verify', 'undo'].map((step) => [
  'journal',
  'step',
  step,
]);
const asked = ['open', 'close', 'release', 'acknowledge', 'prune', 'writes', 'byhand'].map((name) => [
  'journal',
  name,
]);
const looks = [['detect'], ['target'], ['backups'], ['backup'], ['leftovers']];

/** The pins come by the environment; which of the library's functions a script calls is its own affair. */
const BASH = ['-s', 'bash', '-e', 'SC2034,SC2119,SC2120,SC2153,SC2154,SC2317', '-'];
const SH = ['-s', 'sh', '-'];

/** What runs on a host, each as the host gets it: its text, and how shellcheck is to read it. */
const whole = () =>
  new Map([
    ...[...looks, ...asked, ...steps].map((parts) => [
      parts.join(' + '),
      { text: script(parts, {}), as: BASH },
    ]),
    ['link-probe, in a container', { text: part('link-probe'), as: SH }],
  ]);

const shellcheck = (text, args) =>
  new Promise((resolve) => {
    const child = execFile('shellcheck', args, (error, stdout, stderr) =>
      resolve(error ? `${stdout}${stderr}${error.message}` : ''),
    );
    child.stdin.end(text);
  });

/** Whether neither shellcheck nor we find anything in what runs on a host; what is found is printed. */
export async function hostScriptsAreSound(anew) {
  const scripts = whole();
  const texts = new Map([...scripts].map(([name, { text }]) => [name, text]));
  const known = new Known('host-scripts', [linesOf('shellcheck', ['--version']), BASH, SH], anew);
  const unknown = known.unknown(texts);
  const lines = [`\n── host scripts: ${unknown.size} of ${texts.size}, which have changed on this cache`];
  for (const [name, text] of unknown) {
    const twice = definedTwice(text).map((found) => `${found}() is defined twice`);
    const said = await shellcheck(text, scripts.get(name).as);
    if (said || twice.length > 0) lines.push(`in ${name}: ${twice.join(', ')}\n${said}`);
  }
  const ok = lines.length === 1;
  if (ok) known.keep(texts);
  console.log([...lines, `── host scripts: ${ok ? 'ok' : 'FAILED'}`].join('\n'));
  return ok;
}
