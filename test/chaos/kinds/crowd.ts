import type { Operator } from '../engine/operator';
import { PulumiOperator } from '../engine/pulumi';
import type { Ended } from '../engine/run';
import { mayBeTakenBack, outcomeAt } from '../harness/judge';
import { type Case, doubled, type Kind, type Stage, stuck, type Violation } from '../harness/kind';
import { each, isBeforeTheEnd } from '../harness/points';
import { NAMES, scenario, type ScenarioName } from '../world/scenarios';
import { killAll, stopAt } from './kills';
import { ageLease } from './overtaken';

/** The stage's operator, who types `pulumi`. */
export function pulumiOf({ session }: Stage): PulumiOperator {
  if (!(session instanceof PulumiOperator)) throw new Error('this kind needs the engine');
  return session;
}

/** Steps that somebody else is waited for at have the time for it, on a slow machine too. */
const PATIENT = {
  timeouts: JSON.stringify(
    Object.fromEntries(
      ['prepare', 'stop', 'restore', 'revert', 'restart', 'verify', 'undo'].map((step) => [step, 600]),
    ),
  ),
};

/** Others who ask for the same, each on a stack and in a state directory of their own. */
async function others(stage: Stage, count: number): Promise<PulumiOperator[]> {
  const found: PulumiOperator[] = [];
  for (let number = 2; number < 2 + count; number += 1)
    found.push(await pulumiOf(stage).another(`chaos-${number}`));
  stage.operators.push(...found);
  return found;
}

/** That name, and none that begins so: the others' are the first one's with a number behind it. */
const namesOf = (mark: string): RegExp => new RegExp(`${mark}(?![\\w-])`);

/** What somebody must be told who comes while another one is at work. */
function refusedFor({ mark }: Operator, { outputs, text }: Ended): Violation[] {
  if (outputs?.status !== 'refused') return [doubled(`not refused, but ${outputs?.status}: ${text}`)];
  return namesOf(mark).test(text) ? [] : [stuck(`the refusal does not name the holder ${mark}: ${text}`)];
}

/** How often a journal tells that somebody began. */
const openings = (journal: string): number =>
  journal.match(/^\{"v":1,"type":"(attempt|resume)"/gm)?.length ?? 0;

/** All at once, every other one with a preview before: one of them works, whoever it is; the others are told so, or find it done. */
async function race(
  stage: Stage,
  crowd: readonly PulumiOperator[],
  name: ScenarioName,
): Promise<Violation[]> {
  const before = stage.world.journalText();
  const all = [pulumiOf(stage), ...crowd];
  const ends = await Promise.all(all.map((one, index) => one.up({}, index % 2 === 1).ended));
  const journal = stage.world.journalText().slice(before.length);
  const winner = all.find(({ mark }) => namesOf(mark).test(journal));
  const losers = ends.filter(({ outputs }) => outputs?.status !== scenario(name).end);
  return [
    ...(openings(journal) === 1 ? [] : [doubled(`${openings(journal)} of ${all.length} have begun`)]),
    ...(winner ? losers.flatMap((end) => refusedFor(winner, end)) : [stuck('nobody has begun')]),
  ];
}

const concurrent = (count: number): Kind => ({
  name: `concurrent-${count}`,
  about: `${count} updates from as many stacks and state directories: at once, and while one works`,
  engine: 'pulumi',
  scenarios: NAMES,
  places: (points) => ['at once', ...each(points).filter(isBeforeTheEnd)],
  async breaks(stage, { scenario: name, at }) {
    stage.session.ask(PATIENT);
    const crowd = await others(stage, count - 1);
    if (at === 'at once') return { found: await race(stage, crowd, name) };
    const found: Violation[] = [];
    await stopAt(stage, at, async () => {
      const ends = await Promise.all(crowd.map((one) => one.up().ended));
      found.push(...ends.flatMap((end) => refusedFor(stage.session, end)));
    });
    return { found };
  },
});

/** Goes on until an operator is told that it is done, or that what was taken back needs new consent to be tried again. */
async function finish(stage: Stage, operator: Operator, broken: Case): Promise<Violation[]> {
  const { scenario: name, at } = broken;
  // A check that was cut off is not run again: that is what it ends with.
  const ends = [
    scenario(name).end,
    ...(/^verify\.(marked|ran)/.test(at) ? ['degraded'] : []),
    ...(mayBeTakenBack(broken) ? ['undone'] : []),
  ];
  let said = '';
  for (let turn = 0; turn < 3; turn += 1) {
    const { outputs, text } = await operator.again();
    if (outputs && ends.includes(outputs.status)) return [];
    if (outputs?.status === 'refused' && ends.includes('undone') && outcomeAt(stage) === 'undone') return [];
    said = text;
  }
  return [stuck(`${operator.mark} has not come to the end: ${said}`)];
}

const SUFFIX = ', lease out';

/** The first is killed; the second is kept off, or takes over once the lease has run out; then the other finds it done. */
const twoStacks: Kind = {
  name: 'two-stacks',
  about:
    'the same configuration from a second stack after the first was killed, before and after its lease is out',
  engine: 'pulumi',
  scenarios: NAMES,
  places: (points) =>
    each(points)
      .filter(isBeforeTheEnd)
      .flatMap((point) => [point, `${point}${SUFFIX}`]),
  async breaks(stage, broken) {
    const { at } = broken;
    const [second] = await others(stage, 1);
    if (!second) return {};
    const isOut = at.endsWith(SUFFIX);
    await stopAt(stage, at.replace(SUFFIX, ''), killAll);
    const found: Violation[] = [];
    if (isOut) ageLease(stage);
    else found.push(...refusedFor(stage.session, await second.up().ended));
    const order = isOut ? [second, stage.session] : [stage.session, second];
    for (const operator of order) found.push(...(await finish(stage, operator, broken)));
    return { found, kills: 1 };
  },
};

export const CROWD: readonly Kind[] = [concurrent(2), concurrent(5), twoStacks];
