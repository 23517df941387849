import { docker } from '../../../test/support/demo';
import type { Kind } from '../harness/kind';
import { each, mayFail } from '../harness/points';
import { stopAt } from './kills';

/** Docker starts its container again, as after any crash; a `docker kill` would be somebody's wish. */
const postgres: Kind = {
  name: 'postgres',
  about: "kill -9 of the database container's PostgreSQL, which Docker starts again",
  scenarios: ['database', 'in-place', 'stop-first', 'undo-database', 'undo-in-place'],
  places: each,
  async breaks(stage, { at }) {
    const { world } = stage;
    await stopAt(stage, at, async () => {
      const [pid] = docker('inspect', '-f', '{{.State.Pid}}', world.container('db'));
      process.kill(Number(pid), 'SIGKILL');
      await world.answersAgain();
    });
    return { undone: mayFail(at), kills: 1 };
  },
};

const backend: Kind = {
  name: 'backend',
  about: 'kill -9 of one PostgreSQL process: the server throws out all sessions and recovers',
  scenarios: ['database', 'in-place', 'undo-database', 'undo-in-place'],
  places: each,
  async breaks(stage, { at }) {
    const { world } = stage;
    await stopAt(stage, at, async () => {
      world.postgres.run([
        'sh',
        '-c',
        'kill -9 $(psql -XAtU app -d postgres -c "SELECT pid FROM pg_stat_activity WHERE backend_type = \'checkpointer\'")',
      ]);
      await world.answersAgain();
    });
    return { undone: mayFail(at), kills: 1 };
  },
};

export const POSTGRES: readonly Kind[] = [postgres, backend];
