import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import '../typescript.cjs';
import { definedTwice } from './definedTwice.mjs';
import { Known } from './known.mjs';
import { linesOf, root } from './run.mjs';
import { acrossSeams } from './seams.mjs';

const { part, script } = createRequire(import.meta.url)('../../resources/script/hostScript.ts');

/** The folders of which each file is a script that a host gets. */
const FOLDERS = ['queries', 'commands', 'steps'];
const namesIn = (folder) =>
  readdirSync(join(root, 'host', folder)).map((file) => `${folder}/${file.replace(/\.sh$/, '')}`);

/** The pins come by the environment; which of the library's functions a script calls is its own affair. */
const BASH = ['-s', 'bash', '-e', 'SC2034,SC2119,SC2120,SC2153,SC2154,SC2317', '-'];
const SH = ['-s', 'sh', '-'];

/** What runs on a host, each as the host gets it: its text, and how shellcheck is to read it. */
const whole = () =>
  new Map([
    ...FOLDERS.flatMap(namesIn).map((name) => [name, { text: script(name, {}), as: BASH }]),
    ...namesIn('container').map((name) => [name, { text: part(name), as: SH }]),
  ]);

const shellcheck = (text, args) =>
  new Promise((resolve) => {
    const child = execFile('shellcheck', args, (error, stdout, stderr) =>
      resolve(error ? `${stdout}${stderr}${error.message}` : ''),
    );
    child.stdin.end(text);
  });

/** What the files of `host/` spell that belongs to another folder of it. */
const seams = () =>
  readdirSync(join(root, 'host'), { recursive: true })
    .filter((file) => file.endsWith('.sh'))
    .sort()
    .flatMap((file) =>
      acrossSeams(file, readFileSync(join(root, 'host', file), 'utf8')).map(
        (found) => `in ${file}: ${found}`,
      ),
    );

/** Whether neither shellcheck nor we find anything in what runs on a host; what is found is printed. */
export async function hostScriptsAreSound(anew) {
  const scripts = whole();
  const texts = new Map([...scripts].map(([name, { text }]) => [name, text]));
  const known = new Known('host-scripts', [linesOf('shellcheck', ['--version']), BASH, SH], anew);
  const unknown = known.unknown(texts);
  const lines = [
    `\n── host scripts: ${unknown.size} of ${texts.size}, which have changed on this cache`,
    ...seams(),
  ];
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
