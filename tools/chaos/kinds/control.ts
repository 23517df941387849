import type { Kind } from '../harness/kind';
import { WRONG } from '../harness/wrong';

/** Nothing is broken here but the world, behind the back of a rollback that has come to its end. */
const control: Kind = {
  name: 'control',
  about: 'nothing is broken, but the end is made wrong behind its back: the judges must see it',
  scenarios: ['database'],
  needsPoints: false,
  places: () => Object.keys(WRONG),
  async breaks(stage, { at }) {
    const wrong = WRONG[at];
    if (!wrong) throw new Error(`nobody knows how "${at}" is made`);
    const { outputs, text } = await stage.session.up().ended;
    if (outputs?.status !== 'recovered') throw new Error(`it has not come to its end: ${text}`);
    wrong.make(stage);
    return { mustFind: wrong.says };
  },
};

export const CONTROL: readonly Kind[] = [control];
