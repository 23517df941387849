import { APPS } from '../world/images';
import type { World } from '../world/world';
import { type Asked, times } from './asked';
import { judgeChain } from './chain';
import { type Allowance, doubled, type Stage, stuck, type Violation } from './kind';

interface Line {
  readonly type: string;
  readonly rollback: string;
  readonly step?: string;
  readonly ok?: boolean;
  readonly outcome?: string;
}

/** Whether every begun step has ended, and no effect of a step came about twice, as counted on the host. */
export function judgeEffects(stage: Stage, asked: Asked): Violation[] {
  return [
    ...steps(stage.world, asked.allowed),
    ...(asked.allowed.altered ? [] : judgeChain(stage.world.journalText())),
    ...commands(stage, asked),
    ...(asked.allowed.recreated ? [] : containers(stage, asked)),
  ];
}

/** How often each text comes. */
const counts = (texts: readonly string[]): [string, number][] =>
  [...new Set(texts)].map((text) => [text, texts.filter((one) => one === text).length]);

function steps(world: World, { restartedAnew = false }: Allowance): Violation[] {
  const text = world.journalText();
  const lines = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
  const of = (type: string) => lines.filter((line) => line.type === type);
  const name = ({ rollback, step }: Line) => `${step} of ${rollback}`;
  // One that was begun again must have ended again.
  const last = (type: string, step: string) =>
    lines.findLastIndex((line) => line.type === type && name(line) === step);
  // What was verified is looked at anew each time that a rollback goes on.
  const most = ({ rollback, step }: Line) =>
    1 +
    (step === 'verify' ? of('resume').filter((line) => line.rollback === rollback).length : 0) +
    (step === 'restart' && restartedAnew ? 1 : 0);
  const good = of('end').filter(({ ok }) => ok);
  const outcomes = counts(of('outcome').map(({ rollback }) => rollback));
  return [
    ...(text === '' || text.endsWith('\n') ? [] : [stuck("the journal's last line has no end")]),
    ...[...new Set(of('begin').map(name))]
      .filter((step) => last('end', step) < last('begin', step))
      .map((step) => stuck(`${step} has no end`)),
    ...good
      .filter(
        (line, index) =>
          good.slice(0, index + 1).filter((other) => name(other) === name(line)).length > most(line),
      )
      .map((line) => doubled(`${name(line)} ended well twice`)),
    ...of('outcome')
      .filter(isUnverified(lines))
      .map(({ rollback }) => stuck(`${rollback} is closed by what was verified before it went on`)),
    ...outcomes.filter(([, count]) => count > 1).map(([id]) => doubled(`${id} was closed twice`)),
  ];
}

/** Whether an outcome rests on what was verified before the rollback went on. */
const isUnverified =
  (lines: readonly Line[]) =>
  ({ rollback, outcome }: Line): boolean => {
    const last = (wanted: (line: Line) => boolean) =>
      lines.findLastIndex((line) => line.rollback === rollback && wanted(line));
    const verified = last(({ type, step, ok }) => type === 'end' && step === 'verify' && ok === true);
    return outcome === 'recovered' && verified < last(({ type }) => type === 'resume');
  };

/** What verify calls from outside, by the lines that it leaves, each with the rollback's id. */
const CHECKS = ['critical', 'health-script'];

/** Commands with an effect: once for each rollback at most, and those of verify not less often where that has recovered. */
function commands({ world }: Stage, { attempts, allowed: { forgotten = 0 } }: Asked): Violation[] {
  const recovered = attempts.filter(
    ({ plan, outcome }) => plan.action === 'rollback' && outcome === 'recovered',
  );
  const effects = world.effects();
  const wanted = recovered.flatMap(({ plan }) => CHECKS.map((what) => `${what} ${plan.id}`));
  return [
    ...counts(effects)
      .filter(([, count]) => count > 1 + forgotten)
      .map(([what, count]) => doubled(`${what} ran ${count} times`)),
    ...wanted.filter((what) => !effects.includes(what)).map((what) => stuck(`${what} has not run`)),
  ];
}

/** Of each app service one new container a rollback at most, and one more where it was taken back. */
function containers({ creations }: Stage, asked: Asked): Violation[] {
  const { down, restarts } = asked;
  const most = (event: string): number => {
    if (restarts) return event === 'restart api' ? 1 : 0;
    if (down) return event.startsWith('create') ? 1 : 0;
    return APPS.some((name) => event === `create ${name}`) ? Math.max(1, times(asked)) : 0;
  };
  if (!creations.isListening) return [stuck('nobody has counted containers: docker events has ended')];
  const { events } = creations;
  return [
    ...wanted(asked)
      .filter((event) => !events.includes(event))
      .map((event) => stuck(`${event} has not taken place`)),
    ...counts(events)
      .filter(([event, count]) => count > most(event))
      .map(([event, count]) => doubled(`${event}: ${count} times, at most ${most(event)} expected`)),
  ];
}

/** What a restart is for: without it all looks as it did before. */
function wanted({ came, restarts, down }: Asked): string[] {
  if (came !== 'there') return [];
  if (down) return ['create api', 'create web', 'create db', 'create other'];
  return restarts ? ['restart api'] : [];
}
