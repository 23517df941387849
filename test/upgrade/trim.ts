import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exported } from '../support/engine/stack';

/** Bytes of a dump that are worth keeping; whole ones make a recording hundreds of times larger. */
const KEPT = 2000;

/** How much of a script that went to a step's standard input is kept: enough to see which one it was. */
const SCRIPT = 80;

/** The scripts of steps in an exported stack are replayed with `ignoreChanges`, and are long. */
function trimStack(file: string): void {
  const stack = JSON.parse(readFileSync(file, 'utf8')) as Exported;
  const { resources, pending_operations: pending = [] } = stack.deployment;
  for (const { inputs, outputs } of [...resources, ...pending.map(({ resource }) => resource)])
    for (const props of [inputs, outputs])
      if (props && typeof props['stdin'] === 'string') props['stdin'] = props['stdin'].slice(0, SCRIPT);
  writeFileSync(file, `${JSON.stringify(stack, undefined, 2)}\n`);
}

/** Makes a recording small: logs go, scripts and dumps are cut. Journal, lease, holds and all other files stay whole. */
export function trimmed(directory: string): void {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    const isLong = name.endsWith('.dump') && statSync(path).size > KEPT;
    if (statSync(path).isDirectory()) trimmed(path);
    else if (name === 'stack.json') trimStack(path);
    else if (/\.log(\.1)?$/.test(name)) rmSync(path);
    else if (isLong) truncateSync(path, KEPT);
  }
}
