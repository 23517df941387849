// npm run chaos: breaks rollbacks of a deployment of its own, in every way that docs/reliability.md tells of, and
// looks each time whether the next run finishes the job with nothing lost, nothing done twice and nothing left over.
import { setTimeout as sleep } from 'node:timers/promises';
import { SingleBar } from 'cli-progress';
import { deck } from './deck';
import { type Case, engineOf, type Kind, stuck } from './harness/kind';
import { Points } from './harness/points';
import type { Result } from './harness/run';
import { Worlds } from './harness/worlds';
import { KINDS } from './kinds/kinds';
import { Log } from './log';
import { type Options, options } from './options';
import { failure, missed, summarize, table } from './report';
import { NAMES, type ScenarioName } from './world/scenarios';

async function casesOf(kinds: readonly Kind[], worlds: Worlds, known: Points, asked: Options) {
  const { only, scenario, at } = asked;
  // As a replay does. Whether it is passed shows when it is broken there, so nothing looks for places before.
  const named = only.length > 0 && scenario.length > 0 ? at : undefined;
  const isWanted = (name: ScenarioName) => scenario.length === 0 || scenario.includes(name);
  const found: { kind: Kind; cases: Case[] }[] = [];
  for (const kind of kinds) {
    const cases: Case[] = [];
    for (const name of kind.scenarios.filter(isWanted)) {
      const places = async (): Promise<readonly string[]> => {
        if (kind.needsPoints === false) return kind.places([], name);
        if (named !== undefined) return [named];
        return kind.places(await known.of(name, async () => (await worlds.at()).trace(name)), name);
      };
      cases.push(...(await places()).map((place) => ({ kind: kind.name, scenario: name, at: place })));
    }
    found.push({ kind, cases: cases.filter((one) => at === undefined || one.at === at) });
  }
  return found;
}

const isFailed = ({ violations }: Result): boolean => violations.length > 0;

const tell = (seed: number, result: Result): void => console.log(['', ...failure(seed, result)].join('\n'));

/** Minutes after which a run will never come to its end. */
const LIMIT = 20;

async function runOne(worlds: Worlds, kind: Kind, one: Case): Promise<Result> {
  const limit = new AbortController();
  try {
    const runner = await worlds.at(kind.ground);
    const tooLate = sleep(LIMIT * 60_000, undefined, { signal: limit.signal }).then(() =>
      Promise.reject(new Error(`it has not come to its end within ${LIMIT} minutes`)),
    );
    return await Promise.race([runner.run(kind, one), tooLate]);
  } catch (error) {
    await worlds.drop([kind.ground ?? 'usual']);
    const what = error instanceof Error ? error.message : String(error);
    const violations = [stuck(`the run itself broke: ${what}`)];
    return { ...one, engine: engineOf(kind), updates: 0, violations };
  } finally {
    limit.abort();
  }
}

async function main(): Promise<void> {
  const about = Object.fromEntries(KINDS.map(({ name, about }) => [name, about]));
  const asked = options(process.argv.slice(2), about, NAMES);
  const kinds = KINDS.filter(({ name }) => asked.only.length === 0 || asked.only.includes(name));
  const worlds = new Worlds();
  let leaving: Promise<void> | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // A runner above may pass the same signal on once more.
    process.on(signal, () => {
      // A thread may be waiting at a fail point that nobody came to, and an exit would wait for that.
      leaving ??= worlds.drop().finally(() => process.kill(process.pid, 'SIGKILL'));
    });
  }
  const known = new Points(asked.out);
  const log = new Log(asked.seed, asked.out, asked.fresh);
  const bar = new SingleBar({
    format: 'chaos [{bar}] {value}/{total} runs, {failed} failed, now {now}',
    noTTYOutput: true,
    notTTYSchedule: 15_000,
  });
  let ran: number;
  try {
    const wanted = deck(await casesOf(kinds, worlds, known, asked), asked.seed);
    const cases = wanted.filter((one) => !log.has(one));
    // Looking for places takes as long as it takes.
    const end = Date.now() + asked.minutes * 60_000;
    const before = wanted.length - cases.length;
    const total = Math.min(asked.runs, wanted.length);
    const todo = cases.slice(0, Math.max(0, total - before));
    console.log(`seed ${asked.seed}, ${before} of these runs done before, ${todo.length} to do`);
    if (log.others.length > 0)
      console.log(
        `runs of other states of the project are among them (${log.others.join(', ')}): --fresh forgets them`,
      );
    ran = before;
    bar.start(total, before, { failed: 0, now: '' });
    for (const one of todo) {
      if (Date.now() > end) break;
      bar.update({ now: `${one.kind} ${one.scenario} ${one.at}` });
      const kind = kinds.find(({ name }) => name === one.kind);
      const result = kind && (await runOne(worlds, kind, one));
      // What it runs on is being taken away from under it.
      await leaving;
      if (result) log.add(result);
      // Once more at the end, which a call that is ended by a signal does not come to.
      if (result && isFailed(result)) tell(asked.seed, result);
      ran += 1;
      bar.increment(1, { failed: log.results.filter(isFailed).length });
    }
  } finally {
    bar.stop();
    await worlds.drop();
    log.close();
  }
  for (const result of log.results.filter(isFailed)) tell(asked.seed, result);
  const summary = summarize(asked.seed, log.results);
  console.log(['', ...table(summary)].join('\n'));
  const { of, places } = missed(known.passed, log.results);
  if (summary.points > 0)
    console.log(`not killed at yet, ${places.length} of ${of} fail points: ${places.join(', ')}`);
  if (ran === 0) console.error('nothing was run: no kind has such a place, or there was no time');
  if (summary.converged < summary.runs || ran === 0) process.exitCode = 1;
}

void main();
