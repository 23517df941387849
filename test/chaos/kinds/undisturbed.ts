import { type Kind, stuck } from '../harness/kind';
import { NAMES, scenario } from '../world/scenarios';

/** What the judges have to find nothing wrong with. */
const undisturbed: Kind = {
  name: 'undisturbed',
  about: 'nothing is broken: the judges must find nothing wrong with that',
  scenarios: NAMES,
  needsPoints: false,
  places: () => ['never'],
  async breaks({ session }, { scenario: name }) {
    const { outputs, text } = await session.up().ended;
    const { end } = scenario(name);
    return { found: outputs?.status === end ? [] : [stuck(`not ${end}, but ${outputs?.status}: ${text}`)] };
  },
};

export const UNDISTURBED: readonly Kind[] = [undisturbed];
