import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { shellQuote } from '../../machines/text/shellQuote';
import { type Pulumi, typed } from './process';
import { Stop } from '../exit';

/** What is read of a stack's configuration. */
interface Config {
  readonly config?: { readonly 'chronos-rollback:deployment'?: { readonly directory?: unknown } | string };
}

/** The directory of the deployment that a file configures; nothing where there is no file, or it does not say. */
function directoryIn(file: string): unknown {
  if (!existsSync(file)) return undefined;
  const { config } = (parse(readFileSync(file, 'utf8')) ?? {}) as Config;
  const deployment = config?.['chronos-rollback:deployment'];
  const set =
    typeof deployment === 'string' ? (parse(deployment) as Exclude<typeof deployment, string>) : deployment;
  return set?.directory;
}

/** Whether a file is as git has it: nobody has configured anything there. */
const isUntouched = (root: string, file: string): boolean =>
  spawnSync('git', ['ls-files', '--error-unmatch', file], { cwd: root }).status === 0 &&
  spawnSync('git', ['diff', '--quiet', 'HEAD', '--', file], { cwd: root }).status === 0;

/** Throws a Stop where the stack's configuration is that of another deployment. `root`: the checkout that `file` lies in. */
export function refuseOther(root: string, file: string, directory: string): void {
  const kept = directoryIn(file);
  if (kept === undefined || kept === directory || isUntouched(root, file)) return;
  throw new Stop('stack.other-deployment', [
    `${file} is of ${String(kept)}. Nothing has been kept.`,
    'A stack of its own keeps this one:',
    `DO     ./rollback --dir ${shellQuote(directory)} --keep --stack NAME`,
  ]);
}

/** Types the lines that keep a configuration. Throws a Stop where one of them fails. */
export function keepConfiguration(pulumi: Pulumi, lines: readonly (readonly string[])[]): void {
  for (const words of lines) {
    const { code, stderr } = pulumi.ask(words);
    if (code !== 0) throw new Stop('stack.not-kept', [`${typed(words)}:`, stderr.trim()]);
  }
}
