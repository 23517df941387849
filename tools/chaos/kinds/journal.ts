import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { proposedIn } from '../engine/operator';
import type { Kind, Stage } from '../harness/kind';
import { killAll, stopAt } from './kills';

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
    await stopAt(stage, at, killAll);
    await damage(stage);
    return { kills: 1 };
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

/** What is asked for once more is another plan, of the deployment as it stands now: it says so and wants consent. */
const gone: Kind = {
  name: 'journal-lost',
  about: 'killed, and the journal is gone: that is told, and what is planned instead is consented to',
  scenarios: ['code', 'database', 'in-place'],
  places: inSteps,
  async breaks(stage, { at }) {
    await stopAt(stage, at, killAll);
    rmSync(fileOf(stage));
    let { outputs, text } = await stage.session.again();
    // In the middle of a restore in place the live database has another name: the operator has it called as is said.
    const statements = [...text.matchAll(/-c '(ALTER DATABASE [^']*)'/g)].map(([, sql]) => sql ?? '');
    if (statements.length > 0) {
      for (const sql of statements) stage.world.postgres.sql(sql);
      ({ outputs, text } = await stage.session.again());
    }
    const id = proposedIn(text);
    if (outputs?.status !== 'refused') return { forgotten: 1, recreated: true, kills: 1 };
    if (id === undefined || !text.includes('the journal is lost')) throw new Error(`not told: ${text}`);
    stage.session.ask({ confirm: id });
    return { id, forgotten: 1, recreated: true, kills: 1 };
  },
};

export const JOURNAL: readonly Kind[] = [torn, altered, gone];
