import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MARK, type Operator, prepare, proposedIn } from '../engine/operator';
import { forgetStacks, PulumiOperator } from '../engine/pulumi';
import { Session } from '../engine/session';
import { scenario, type ScenarioName } from '../world/scenarios';
import type { World } from '../world/world';
import { Writer } from '../world/writer';
import { Creations } from './creations';
import { judgeWriter } from './judgeDatabases';
import { misled, mostUpdates, onceMore, TRIES } from './judgeUpdates';
import { kill, leftOver, marked } from './processes';
import { isClosed, isOver, judge, judgeAtOnce, linesGone, linesOf, mayBeTakenBack, outcomeAt } from './judge';
import {
  type Allowance,
  type Case,
  type Engine,
  engineOf,
  type Kind,
  type Stage,
  stuck,
  type Violation,
} from './kind';

/** What one run came to. */
export interface Result extends Case {
  readonly engine: Engine;
  readonly violations: readonly Violation[];
  readonly kills?: number;
  /** The fail points at which it was. */
  readonly killed?: readonly string[];
  /** Set where nothing has met what was broken. */
  readonly idle?: boolean;
  /** The state of the project that it was of. */
  readonly of?: string;
  /** Updates until the end, from the one that came after the break. */
  readonly updates: number;
}

/** One of so many ways, decided by the case alone, so that a replay does the same. */
const wayOf = ({ kind, scenario: name, at }: Case, count: number): number =>
  (kind + name + at).length % count;

/** What is wrong with judges who have not found what is there to be found. */
function unseen(found: readonly Violation[], wanted: readonly RegExp[]): Violation[] {
  const all = found.map(({ kind, what }) => `${kind}: ${what}`);
  const missed = wanted.filter((pattern) => !all.some((one) => pattern.test(one)));
  return missed.map(({ source }) =>
    stuck(`the judges have not found ${source}, but ${JSON.stringify(found)}`),
  );
}

/** How somebody came to the end of what was broken. */
interface Recovery {
  readonly updates: number;
  /** What they were told that is not so. */
  readonly says: readonly Violation[];
}

/** Breaks one world over and over, and brings it back each time. */
export class Runner {
  private readonly creations: Creations;

  constructor(private readonly world: World) {
    this.creations = new Creations(world.project);
  }

  /** Runs a scenario undisturbed, judges that as any other run, and gives the fail points that it passed, in order. */
  async trace(name: ScenarioName): Promise<readonly string[]> {
    const stage = await this.stage(name);
    const trace = join(this.world.parent, 'trace');
    rmSync(trace, { force: true });
    const { outputs, text } = await stage.session.up({ CHRONOS_FAIL_TRACE: trace }).ended;
    if (outputs?.status !== scenario(name).end)
      throw new Error(`${name}, undisturbed, has not come to its end: ${text}`);
    const violations = await judge(stage, { kind: 'none', scenario: name, at: '' }, {});
    if (violations.length > 0) throw new Error(`${name}, undisturbed: ${JSON.stringify(violations)}`);
    return readFileSync(trace, 'utf8').split('\n').filter(Boolean);
  }

  private operator({ engine }: Kind, broken: Case): Operator {
    if (engine !== 'pulumi') return new Session(this.world);
    return new PulumiOperator(this.world, 'chaos', wayOf(broken, 2) === 0 ? 'plain' : 'recover');
  }

  private async stage(
    name: ScenarioName,
    session: Operator = new Session(this.world),
    hasWriter = false,
  ): Promise<Stage> {
    const { world, creations } = this;
    await world.reset();
    scenario(name).prepares?.(world);
    const writer = hasWriter ? new Writer(world, { [MARK]: `${session.mark}-writer` }) : undefined;
    if (writer && !(await writer.goesOn())) throw new Error('the client cannot write');
    const id = await prepare(session, name);
    creations.begin();
    return {
      world,
      session,
      operators: [session],
      creations,
      id,
      before: world.standing(),
      ...(writer && { writer }),
    };
  }

  async run(kind: Kind, broken: Case): Promise<Result> {
    const operator = this.operator(kind, broken);
    try {
      const begun = await this.stage(broken.scenario, operator, kind.hasWriter);
      const allowance = await kind.breaks(begun, broken);
      const stage = { ...begun, id: allowance.id ?? begun.id };
      const allowed = { ...allowance, reprobed: isClosed(stage) };
      const result = {
        ...broken,
        engine: engineOf(kind),
        kills: allowed.kills ?? 0,
        ...(allowed.killed && { killed: allowed.killed }),
        ...(allowed.idle && { idle: true }),
      };
      const written = linesOf(stage);
      if (allowed.mustFind) {
        const found = [...judgeAtOnce(stage, allowed), ...(await judge(stage, broken, allowed))];
        return { ...result, violations: unseen(found, allowed.mustFind), updates: 0 };
      }
      // What lives on may be at work still when the next update comes, or have ended: each in half of the cases,
      // whichever way the operator goes.
      if (wayOf(broken, 4) < 2) await leftOver(stage.operators.map(({ mark }) => mark));
      const violations = [...(allowed.found ?? []), ...judgeAtOnce(stage, allowed)];
      const { updates, says } = await this.recover(stage, broken, allowed);
      violations.push(...says, ...(await judgeWriter(stage)), ...(await judge(stage, broken, allowed)));
      violations.push(...linesGone(stage, written));
      if (updates > mostUpdates(allowed)) violations.push(stuck(`${updates} updates until its end`));
      if (result.engine === 'pulumi' && violations.length === 0)
        violations.push(...(await onceMore(stage, scenario(broken.scenario))));
      return { ...result, violations, updates };
    } finally {
      // The marks of a kind's other operators, and of a writer, begin with it.
      kill(marked(`${operator.mark}*`));
    }
  }

  /** Runs the same again until it has come to an end. */
  private async recover(stage: Stage, broken: Case, allowed: Allowance): Promise<Recovery> {
    const asked = scenario(broken.scenario);
    const wanted: (string | undefined)[] = [
      asked.end,
      ...(allowed.undone || mayBeTakenBack(broken) ? ['undone'] : []),
      ...(allowed.refused ? ['refused'] : []),
    ];
    for (let updates = 1; updates <= TRIES; updates += 1) {
      const ended = await stage.session.again();
      const { outputs, text } = ended;
      if (process.env['CHAOS_VERBOSE']) console.log(text);
      // What was taken back and closed needs new consent to be tried once more; to take back what is stranded, too.
      const proposed = proposedIn(text);
      if (isClosed(stage) && !isOver(stage) && proposed !== undefined)
        stage.session.ask({ confirm: proposed });
      if (isOver(stage)) return { updates, says: misled(outcomeAt(stage), asked, ended) };
      if (wanted.includes(outputs?.status) && !isClosed(stage)) return { updates, says: [] };
    }
    return { updates: TRIES, says: [] };
  }

  /** Removes the world. */
  end(): void {
    this.creations.end();
    kill(marked(`${this.world.project}-*`));
    forgetStacks(this.world);
    this.world.remove();
  }
}
