import { type Kind, stuck, type Violation } from '../harness/kind';
import { each } from '../harness/points';
import { NAMES, scenario } from '../world/scenarios';
import { pulumiOf } from './crowd';
import { stopAt } from './kills';
import { patient } from './signals';

const SUFFIX = ', both go on';

/**
 * The stack's lock is taken away while the update that has it still works, and the same is typed again at once: the step
 * waits until the second one has come to its end, or goes on beside it.
 */
const cancel: Kind = {
  name: 'cancel',
  about: 'pulumi cancel while a step still runs, and a second pulumi up on the same stack at once',
  engine: 'pulumi',
  scenarios: NAMES,
  places: (points) => each(points).flatMap((point) => [point, `${point}${SUFFIX}`]),
  async breaks(stage, { at, scenario: name }) {
    const operator = pulumiOf(stage);
    operator.ask({ timeouts: patient(60) });
    const found: Violation[] = [];
    let second: Promise<void> = Promise.resolve();
    await stopAt(stage, at.replace(SUFFIX, ''), async () => {
      await operator.cancel();
      second = operator.up().ended.then(({ outputs, text }) => {
        const status = outputs?.status ?? 'no outputs';
        if (!['refused', scenario(name).end].includes(status))
          found.push(stuck(`the second update is neither refused nor at the end, but ${status}: ${text}`));
      });
      if (!at.endsWith(SUFFIX)) await second;
    });
    await second;
    return { found };
  },
};

export const CANCEL: readonly Kind[] = [cancel];
