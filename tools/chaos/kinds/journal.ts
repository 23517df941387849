import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind, Stage } from '../harness/kind';
import { kill } from '../harness/processes';
import { stopAt } from './kills';

const fileOf = ({ world }: Stage): string => join(world.state, 'journal.jsonl');
const inSteps = (points: readonly string[]): readonly string[] => [
  ...new Set(points.filter((point) => /\.(begun|recorded|moved|up|swapped|replaced)$/.test(point))),
];

/** A kill after which the journal is not what it was. */
const damaged = (name: string, about: string, damage: (stage: Stage) => Promise<void> | void): Kind => ({
  name,
  about,
  scenarios: ['code', 'database', 'in-place', 'undo-code'],
  places: inSteps,
  async breaks(stage, { at }) {
    await stopAt(stage, at, (_, processes) => kill(processes));
    await damage(stage);
    return {};
  },
});

const torn = damaged('journal-torn', 'killed, and the last line of the journal is there in part', (stage) => {
  appendFileSync(fileOf(stage), '{"v":1,"type":"end","rollback":"r-');
});

const altered = damaged(
  'journal-altered',
  'killed, and a byte of the journal is another: refused until that is acknowledged by its id',
  async (stage) => {
    const text = readFileSync(fileOf(stage), 'utf8');
    writeFileSync(fileOf(stage), text.replace('"operator":"chaos"', '"operator":"chaot"'));
    const { outputs, text: said } = await stage.session.again();
    const [, id] = /confirm[= ](r-[0-9a-f]{8})/.exec(said) ?? [];
    if (outputs?.status !== 'refused' || id === undefined) throw new Error(`not refused: ${said}`);
    stage.session.ask({ confirm: id });
    await stage.session.again();
    stage.session.ask({ confirm: stage.id });
  },
);

export const JOURNAL: readonly Kind[] = [torn, altered];
