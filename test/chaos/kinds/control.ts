import type { Kind } from '../harness/kind';
import { WRONG } from '../harness/wrong/wrong';
import { scenario } from '../world/scenarios';

/** Which scenario a wrong world is of. */
const of = (name: string) => WRONG[name]?.scenario ?? 'database';

/** Nothing is broken here but the world, behind the back of a rollback that has come to its end. */
const control: Kind = {
  name: 'control',
  about: 'nothing is broken, but the end is made wrong behind its back: the judges must see it',
  scenarios: [...new Set(Object.keys(WRONG).map(of))],
  needsPoints: false,
  places: (_, name) => Object.keys(WRONG).filter((one) => of(one) === name),
  async breaks(stage, { at, scenario: name }) {
    const wrong = WRONG[at];
    if (!wrong) throw new Error(`nobody knows how "${at}" is made`);
    if (!wrong.isUntouched) {
      const { outputs, text } = await stage.session.up().ended;
      if (outputs?.status !== scenario(name).end) throw new Error(`it has not come to its end: ${text}`);
    }
    wrong.make(stage);
    return { mustFind: wrong.says, ...(wrong.isUntouched && { refused: true }) };
  },
};

export const CONTROL: readonly Kind[] = [control];
