import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { proposedIn } from '../engine/operator';
import type { Kind, Stage } from '../harness/kind';
import { each } from '../harness/points';
import { traceOf } from './consent';
import { killAll, stopAt } from './kills';

const fileOf = ({ world }: Stage): string => join(world.state, 'journal.jsonl');
const inSteps = (points: readonly string[]): readonly string[] =>
  each(points).filter((point) => /\.(begun|recorded|moved|up|swapped|replaced)$/.test(point));

type Damages = Readonly<Record<string, (text: string) => string>>;

/** Each place with one kind of damage, all of those in turn. */
const withDamage =
  (damages: Damages) =>
  (points: readonly string[]): readonly string[] => {
    const names = Object.keys(damages);
    return inSteps(points).map((point, index) => `${point}, ${names[index % names.length]}`);
  };

/** A kill after which the journal is not what it was. */
const damaged = (
  name: string,
  about: string,
  damages: Damages,
  andThen: (stage: Stage) => Promise<void> | void = () => {},
): Kind => ({
  name,
  about,
  scenarios: ['code', 'database', 'undo-code'],
  places: withDamage(damages),
  async breaks(stage, { at }) {
    const [point = '', damage = ''] = at.split(', ');
    await stopAt(stage, point, killAll);
    const text = readFileSync(fileOf(stage), 'utf8');
    writeFileSync(fileOf(stage), damages[damage]?.(text) ?? '');
    await andThen(stage);
    return { kills: 1, altered: damages === ALTERED };
  },
});

const TORN: Damages = {
  'a bracket': (text) => `${text}{`,
  'half a line': (text) => `${text}{"v":1,"type":"end","rollback":"r-`,
  'all but the end of the line': (text) => text + (text.split('\n').at(-2) ?? ''),
  zeros: (text) => text + '\0'.repeat(300),
};
const torn = damaged('journal-torn', 'killed, and the last line of the journal is there in part', TORN);

const ALTERED: Damages = {
  'a byte': (text) => text.replace('"operator":"chaos"', '"operator":"chaot"'),
  'a byte less': (text) => text.replace('"operator":"chaos"', '"operator":"chao"'),
  'a line that is none': (text) => text.replace('{"v":1,"type":"begin"', '{"v":1,"typ":"begin"'),
  'a line less': (text) => text.split('\n').toSpliced(1, 1).join('\n'),
  'two lines changed places': (text) => {
    const [first = '', second = '', ...rest] = text.split('\n');
    return [second, first, ...rest].join('\n');
  },
};
const altered = damaged(
  'journal-altered',
  'killed, and a line of the journal is another: refused until that is acknowledged by its id',
  ALTERED,
  async (stage) => {
    const before = traceOf(stage);
    const { outputs, text: said } = await stage.session.again();
    if (traceOf(stage) !== before) throw new Error(`the refused update has touched something: ${said}`);
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
  scenarios: ['code', 'database'],
  places: (points) => each(points).filter((point) => !point.startsWith('open.')),
  async breaks(stage, { at }) {
    await stopAt(stage, at, killAll);
    rmSync(fileOf(stage));
    let { outputs, text } = await stage.session.again();
    // Behind a fence nobody can connect: the operator lets clients in as is said.
    const statements = [...text.matchAll(/-c '(ALTER DATABASE [^']*)'/g)].map(([, sql]) => sql ?? '');
    if (statements.length > 0) {
      for (const sql of statements) stage.world.postgres.sql(sql);
      ({ outputs, text } = await stage.session.again());
    }
    const id = proposedIn(text);
    if (!text.includes('the journal is lost')) throw new Error(`not told: ${text}`);
    if (outputs?.status !== 'refused') return { forgotten: 1, recreated: true, kills: 1 };
    if (id === undefined) throw new Error(`no plan is proposed: ${text}`);
    stage.session.ask({ confirm: id });
    return { id, forgotten: 1, recreated: true, kills: 1 };
  },
};

export const JOURNAL: readonly Kind[] = [torn, altered, gone];
