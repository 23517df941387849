import type { Kind } from '../harness/kind';
import { WORLDS } from '../harness/wrong/worlds';
import { WRONG } from '../harness/wrong/wrong';
import { scenario } from '../world/scenarios';

/** What is wrong in a world. */
function wrongsIn(world: string) {
  return (WORLDS[world] ?? []).map((name) => {
    const wrong = WRONG[name];
    if (!wrong) throw new Error(`nobody knows how "${name}" is made`);
    return wrong;
  });
}

/** Which scenario a wrong world is of. */
const of = (world: string) => wrongsIn(world)[0]?.scenario ?? 'database';

/** Nothing is broken here but the world, behind the back of a rollback that has come to its end. */
const control: Kind = {
  name: 'control',
  about: 'nothing is broken, but the end is made wrong behind its back: the judges must see it',
  scenarios: [...new Set(Object.keys(WORLDS).map(of))],
  needsPoints: false,
  places: (_, name) => Object.keys(WORLDS).filter((one) => of(one) === name),
  async breaks(stage, { at, scenario: name }) {
    const wrongs = wrongsIn(at);
    const isUntouched = wrongs.some((wrong) => wrong.isUntouched);
    if (!isUntouched) {
      const { outputs, text } = await stage.session.up().ended;
      if (outputs?.status !== scenario(name).end) throw new Error(`it has not come to its end: ${text}`);
    }
    for (const { make } of wrongs) make(stage);
    return { mustFind: wrongs.map(({ says }) => says), ...(isUntouched && { refused: true }) };
  },
};

export const CONTROL: readonly Kind[] = [control];
