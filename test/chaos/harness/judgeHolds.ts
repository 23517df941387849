import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scenario } from '../world/scenarios';
import type { Came } from './judgePlace';
import { type Allowance, type Stage, stuck, type Violation } from './kind';

/** A release that was rolled back from is on hold, once, and nothing else is. */
export function judgeHolds(
  { world }: Stage,
  { release }: Scenario,
  { came, allowed }: { readonly came: Came; readonly allowed: Allowance },
): Violation[] {
  const directory = join(world.state, 'holds');
  const texts = existsSync(directory)
    ? readdirSync(directory).map((name) => readFileSync(join(directory, name), 'utf8'))
    : [];
  const wanted =
    came === 'there' && release === 'v1' ? [`mode=release\ncommit=${world.commits['v2']}\n`] : [];
  const strange = texts.filter((text) => !wanted.some((start) => text.startsWith(start)));
  return [
    // Which release was left is in the journal, or nowhere once the checkout has moved.
    ...(texts.length - strange.length >= wanted.length || allowed.forgotten !== undefined
      ? []
      : [stuck('the release that was left is not on hold')]),
    ...strange.map((text) => stuck(`a hold too many: ${text}`)),
    ...(texts.length <= wanted.length + (allowed.forgotten ?? 0) ? [] : [stuck(`${texts.length} holds`)]),
  ];
}
