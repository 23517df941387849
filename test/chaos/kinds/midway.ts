import { dockerEvents } from '../harness/dockerEvents';
import type { Kind } from '../harness/kind';
import { kill, marked } from '../harness/processes';

/** What Docker tells of while a command is at work that has begun and not ended. */
const COMPOSE = ['kill', 'die', 'destroy', 'create', 'start'].flatMap((action) =>
  ['api', 'web'].map((service) => `${action} ${service}`),
);

/** Not at rest, as at a fail point, but while Compose or pg_restore is in the middle of what it does. */
const midway = (
  name: string,
  what: string,
  scenarios: Kind['scenarios'],
  events: readonly string[],
): Kind => ({
  name,
  about: `kill -9 of program and step while ${what}, as soon as Docker tells of it`,
  scenarios,
  needsPoints: false,
  places: () => events,
  async breaks({ world, session }, { at }) {
    const [event = '', command = ''] = at.split(', ');
    const [wanted = ''] = event.split(' ');
    let isKilled = false;
    const listener = dockerEvents(world.project, [wanted], ({ action, service }) => {
      const [done = ''] = action.split(':');
      if (isKilled || `${done} ${service}` !== event || !action.includes(command)) return;
      const found = marked(session.mark);
      isKilled = found.length > 0;
      kill(found);
    });
    try {
      const { text } = await session.up().ended;
      if (!isKilled) throw new Error(`Docker never told of ${at}: ${text}`);
    } finally {
      listener.kill();
    }
    return { kills: 1 };
  },
});

export const MIDWAY: readonly Kind[] = [
  midway(
    'mid-compose',
    'Compose stops, makes and starts containers',
    ['code', 'build', 'database', 'sick', 'undo-code', 'undo-database'],
    COMPOSE,
  ),
  midway('mid-restore', 'the shadow is filled', ['database', 'stop-first'], ['exec_start db, pg_restore -e']),
];
