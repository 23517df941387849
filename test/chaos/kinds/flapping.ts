import { until } from '../../support/host/host';
import { type Kind, stuck } from '../harness/kind';
import { verifiedNext } from './signals';

/** Answers of the health check, one a call from the server's start on, the last of them for good. */
const LISTS = [
  '503 200 503 200',
  '503 503 503 200',
  '200 503 503 200 503 200',
  '503 503 503 503 503 200 503 503 200',
  '200 200 200 503 503 503 200',
  '200 503',
  '200 200 200 200 503',
];

/** A service that is ill for good is mended behind the update, by whoever it is that mends services. */
export const FLAPPING: Kind = {
  name: 'flapping',
  about: 'health that comes and goes, by a list of answers, or goes for good until somebody mends it',
  scenarios: ['code', 'database', 'restart'],
  needsPoints: false,
  places: () => LISTS,
  async breaks(stage, { at }) {
    const { session, world } = stage;
    world.answer(at.split(' ').map(Number));
    const { outputs, text } = await session.up().ended;
    const isMended = at.endsWith('503');
    if (isMended) world.answer([200]);
    await until(() => world.isWell(), 120);
    const isFalse = at === '200 503' && outputs?.status === 'recovered';
    return {
      undone: true,
      ...(isMended && {
        // While it is ill it is asked again and again, and for what comes behind no time may be left.
        degraded:
          /^(health of api|probe api|link of web|deployment\/|critical transfer: not run: out of time)/,
        ...verifiedNext(stage),
      }),
      found: isFalse ? [stuck(`recovered, though it is ill: ${text}`)] : [],
    };
  },
};
