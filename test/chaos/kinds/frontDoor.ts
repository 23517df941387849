import { until } from '../../support/host/host';
import type { Kind } from '../harness/kind';
import { each } from '../harness/points';
import { marked } from '../harness/processes';
import { NAMES } from '../world/scenarios';
import { pulumiOf } from './crowd';
import { stopAt } from './kills';

/** An update that was begun by the front door, to which something is done while a step works. */
const atFrontDoor = (name: string, about: string, kills: number, send: (pid: number) => void): Kind => ({
  name,
  about,
  engine: 'pulumi',
  scenarios: NAMES,
  places: each,
  async breaks(stage, { at }) {
    const operator = pulumiOf(stage);
    await stopAt(
      stage,
      at,
      (pid) => send(pid),
      (env) => operator.frontDoor(['up', stage.id], env),
    );
    // Whatever it has started goes on to its own end, which nobody sees any more.
    const isCli = ({ args }: { readonly args: readonly string[] }) => args[1] === 'up';
    await until(() => !marked(operator.mark).some(isCli), 120);
    return { kills };
  },
});

export const FRONT_DOOR: readonly Kind[] = [
  atFrontDoor(
    'door',
    'kill -9 of ./rollback at every fail point, the pulumi CLI that it has started goes on',
    1,
    (pid) => process.kill(pid, 'SIGKILL'),
  ),
  atFrontDoor('door-sigint', 'Ctrl-C, once, while ./rollback up works', 0, (pid) =>
    process.kill(-pid, 'SIGINT'),
  ),
];
