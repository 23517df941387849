import { until } from '../../support/host/host';
import type { Kind } from '../harness/kind';
import { each, mayFail } from '../harness/points';
import { NAMES } from '../world/scenarios';
import { stopAt } from './kills';
import { verifiedNext } from './signals';

const BACK = ', back at once';

/** What verify may have found away, or not up again: nothing of which it is that runs. */
const AWAY =
  /^(health of|database( (read|write|restored|container|volume))?:|probe|link of|critical transfer|deployment\/)|it has no container$/;

/** Its containers are started again by Docker itself once it is back: how often any of them was is not counted. */
const dockerd: Kind = {
  name: 'dockerd',
  about: 'kill -9 of the Docker daemon at every fail point, back at once or only for the next run',
  ground: 'own-docker',
  scenarios: NAMES,
  places: (points) => each(points).flatMap((point) => [point, point + BACK]),
  async breaks(stage, { at, scenario: name }) {
    const { world } = stage;
    const { daemon } = world;
    if (daemon === undefined) throw new Error('there is no daemon that may be killed');
    await stopAt(stage, at.replace(BACK, ''), async () => {
      await daemon.kill();
      if (at.endsWith(BACK)) await daemon.start();
    });
    await daemon.start();
    await world.answersAgain();
    // The sick one is not, until it is taken back.
    if (name !== 'sick') await until(() => world.isWell(), 120);
    const mayBeAway = /^(restart|verify|undo)\./.test(at);
    return {
      undone: mayFail(at),
      recreated: true,
      ...(mayBeAway && { degraded: AWAY, ...verifiedNext(stage) }),
      kills: 1,
    };
  },
};

export const DOCKER: readonly Kind[] = [dockerd];
