import { isCutOff, isDone, isStoppedFromOutside } from '../../../machines/compose/running';
import { container, image } from '../../fixtures';

const one = (more: object) => container('web', image(1), more);

test.each([
  ['always', 0, true, false],
  ['unless-stopped', 0, true, false],
  ['unless-stopped', 137, true, false],
  ['on-failure', 0, false, true],
  ['no', 0, false, true],
  ['no', 1, false, false],
] as const)(
  'one that exited, with the policy %s and code %i: stopped from outside %s, done %s',
  (restartPolicy, exitCode, isStopped, isOver) => {
    const exited = one({ status: 'exited', restartPolicy, exitCode });
    expect(isStoppedFromOutside(exited)).toBe(isStopped);
    expect(isDone(exited)).toBe(isOver);
    const running = one({ restartPolicy, exitCode });
    expect(isStoppedFromOutside(running) || isDone(running)).toBe(false);
  },
);

test('one that runs in no network is cut off, unless it is to have none of its own', () => {
  expect(isCutOff(one({ networks: {} }))).toBe(true);
  expect(isCutOff(one({ networks: null }))).toBe(true);
  expect(isCutOff(one({}))).toBe(false);
  expect(isCutOff(one({ networks: {}, status: 'exited' }))).toBe(false);
  for (const networkMode of ['none', 'host'])
    expect(isCutOff(one({ networks: {}, networkMode }))).toBe(false);
});
