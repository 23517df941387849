import { docker } from '../../support/demo/demo';
import type { Kind, Stage } from '../harness/kind';
import { each, mayFail } from '../harness/points';
import { NAMES } from '../world/scenarios';
import { stopAt } from './kills';
import { verifiedNext } from './signals';

const STILL = ', not back yet';

/** What verify may have found of a server that is not back: nobody else asks it. */
const AWAY = /^database( (read|write|restored))?: /;

/** What becomes of a server at a fail point, be it in a step that has nothing to do with it. */
const broken = (name: string, about: string, act: (stage: Stage, server: number) => void): Kind => ({
  name,
  about,
  scenarios: NAMES,
  places: (points) => each(points).flatMap((point) => [point, point + STILL]),
  async breaks(stage, { at }) {
    const { world } = stage;
    let isThere = false;
    await stopAt(stage, at.replace(STILL, ''), async () => {
      const container = world.container('db');
      const server = container === '' ? 0 : Number(docker('inspect', '-f', '{{.State.Pid}}', container)[0]);
      // A restart of everything has taken it down.
      if (server === 0) return;
      isThere = true;
      act(stage, server);
      if (!at.endsWith(STILL)) await world.answersAgain();
    });
    await world.answersAgain();
    if (!isThere) return { idle: true };
    const mayBeSeen = at.endsWith(STILL) && /^(restart|verify)\./.test(at);
    return {
      undone: mayFail(at),
      crashed: true,
      kills: 1,
      ...(mayBeSeen && { degraded: AWAY, ...verifiedNext(stage) }),
    };
  },
});

/** Docker starts its container again, as after any crash; a `docker kill` would be somebody's wish. */
const postgres = broken(
  'postgres',
  "kill -9 of the database container's PostgreSQL, which Docker starts again",
  (_, server) => {
    process.kill(server, 'SIGKILL');
  },
);

const CHECKPOINTER = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'";

const backend = broken(
  'backend',
  'kill -9 of one PostgreSQL process: the server throws out all sessions and recovers',
  ({ world }) => {
    world.postgres.run(['sh', '-c', `kill -9 $(psql -XAtU app -d postgres -c "${CHECKPOINTER}")`]);
  },
);

export const POSTGRES: readonly Kind[] = [postgres, backend];
