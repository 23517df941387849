import type { Kind } from '../harness/kind';

/** Answers of the target's health check, one a call from its start on, the last of them for good. */
const LISTS = [
  '503 200 503 200',
  '503 503 503 200',
  '200 503 503 200 503 200',
  '503 503 503 503 503 200 503 503 200',
  '200 200 200 503 503 503 200',
];

export const FLAPPING: Kind = {
  name: 'flapping',
  about: 'health that comes and goes, by a list of answers',
  scenarios: ['code', 'database', 'restart'],
  needsPoints: false,
  places: () => LISTS,
  async breaks({ session, world }, { at }) {
    world.answer(at.split(' ').map(Number));
    await session.up().ended;
    return { undone: true, recreated: true };
  },
};
