import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind, Stage } from '../harness/kind';
import type { ScenarioName } from '../world/scenarios';
import { each } from '../harness/points';
import { traceOf } from './consent';
import { killAll, stopAt } from './kills';

/** Has the lease run out, as it does by itself after some minutes. */
export function ageLease({ world }: Stage): void {
  const file = join(world.state, 'lease');
  if (!existsSync(file)) return;
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(/"until":"[^"]*"/, '"until":"2020-01-01T00:00:00.000Z"'),
  );
}

/** Between the journal's first line and its last there is an attempt that goes on; of an undo until that has ended. */
const goesOn = (point: string, name: ScenarioName): boolean =>
  point !== 'open.leased' &&
  point !== 'close.journaled' &&
  !(name.startsWith('undo-') && /^(undo\.recorded|close\.)/.test(point));

/**
 * Somebody goes back to where the checkout is to be: by the line that the refusal has, or, where an undo had come so far that
 * it does not know the branch any more, to that.
 */
function goBack({ world }: Stage, commit: string, at: string): void {
  const isMain = world.git('rev-parse', 'main') === commit;
  const isUnmarked = /^undo\.(unmarked|unstashed|up|unrecorded)$/.test(at);
  world.byHand('checkout', '-q', ...(isMain && isUnmarked ? ['main'] : ['--detach', commit]));
}

export const OVERTAKEN: Kind = {
  name: 'overtaken',
  about:
    'killed, the lease runs out, and another release comes up: it does not go on until that is taken away',
  scenarios: ['code', 'database', 'undo-code', 'undo-database'],
  places: (points, name) => each(points).filter((point) => goesOn(point, name)),
  async breaks(stage, { at }) {
    const { world, session } = stage;
    await stopAt(stage, at, killAll);
    ageLease(stage);
    const head = world.git('rev-parse', 'HEAD');
    world.deployNewer();
    const before = traceOf(stage);
    const { outputs, text } = await session.again();
    const [, back] = /git checkout --detach ([0-9a-f]{40}), then/.exec(text) ?? [];
    if (outputs?.status !== 'refused' || back === undefined) throw new Error(`not refused: ${text}`);
    if (traceOf(stage) !== before) throw new Error('the refused update has touched something');
    goBack(stage, back, at);
    // Those of the newer release are counted, too.
    return { kills: 1, recreated: true, restartedAnew: true, movedBack: head === back ? 0 : 1 };
  },
};
