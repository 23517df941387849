import type { Kind } from '../harness/kind';
import { each } from '../harness/points';
import { killAll, stopAt } from './kills';

/** Where more is written meanwhile than was consented to, nothing is swapped. */
export const WRITES: Kind = {
  name: 'writes',
  about:
    'killed while a client writes, who goes on: each row that was acknowledged is in one of the databases',
  scenarios: ['database', 'stop-first', 'astray', 'undo-database'],
  hasWriter: true,
  places: each,
  async breaks(stage, { at }) {
    await stopAt(stage, at, killAll);
    return { kills: 1, undone: /^(open|prepare|stop|restore)/.test(at) };
  },
};
