import { hostname as thisHost } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Attempt } from '../../machines/model/attempt';
import { supplyOptions } from '../../audit/text/requestLine';
import { requestKeys, suppliesToAsk } from '../../machines/config/request';
import { withoutSecrets } from '../../resources/process/leaseHolder';
import { runningStep } from '../host/runningStep';
import { stateOf } from '../host/deployment';
import { journalIn } from '../host/journal';
import { settingsInFile } from '../pulumi/fileSettings';
import { locksOf, mayLive } from '../pulumi/locks';
import type { Session } from '../pulumi/session';
import { exitOf, operate, update } from '../pulumi/operations';
import { typed } from '../pulumi/process';
import { configWords } from '../requestOptions';
import { Stop } from '../exit';

/** What a step gets beyond its deadline to end its processes and say how it ended, in milliseconds. */
const GRACE = 15_000;

/**
 * After a killed `pulumi up`: makes sure that nothing of it is still at work, takes its lock and its
 * pending operations away, and goes on with the rollback that was begun, as it was asked for.
 */
export async function recover(session: Session): Promise<number> {
  const { output, pulumi } = session;
  if (deadLocks(session) === undefined)
    output.write(
      `The locks of ${withoutSecrets(session.place.backend)} cannot be read from here; pulumi will say so if the stack is locked.`,
    );
  const state = await stateOf(settingsInFile(session.place));
  const cutOff = await openAttempt(state);
  await untilStill(session, state, cutOff);
  // Meanwhile another one may have recovered it, and be at work.
  const attempt = await openAttempt(state);
  const locked = deadLocks(session);
  const pending = pendingOperations(session);
  if (cutOff && !attempt) output.write(`Rollback ${cutOff.plan.id} has come to its end meanwhile.`);
  if (!locked && pending === 0 && !attempt) {
    output.write(
      'Nothing to recover: no lock, no pending operation, no rollback that was begun and not ended.',
    );
    return 0;
  }
  if (locked) {
    output.typed(typed(['cancel', '--yes']));
    const { code, stderr } = pulumi.ask(['cancel', '--yes']);
    if (code !== 0) throw new Stop('stack.locked', ['the lock stays:', stderr.trim()]);
  }
  if (pending > 0) {
    const ran = await operate(session, ['refresh', '--clear-pending-creates', '--yes', '--skip-preview']);
    if (ran.code !== 0 || pulumi.interrupted > 0) return exitOf(session, ran);
  }
  if (!attempt) {
    output.write(
      'The stack is free again. No rollback on the host is unfinished: ./rollback shows what stands.',
    );
    return 0;
  }
  const consent = configWords({ confirm: attempt.plan.id });
  return update(session, ['up', '--yes', '--skip-preview', ...consent, ...requestOf(attempt, session)]);
}

/** Whether the stack is locked by what is dead; undefined where that cannot be read. Throws a Stop when the holder may still be at work. */
function deadLocks(session: Session): boolean | undefined {
  const locks = locksOf(session);
  if (!locks) return undefined;
  const known = locks.flatMap((lock) => ('file' in lock ? [] : [lock]));
  const alive = known.find(mayLive);
  if (alive) {
    const { pid, username, hostname, timestamp } = alive;
    throw new Stop('stack.held', [
      `pulumi, process ${pid} of ${username} on ${hostname}, holds the stack since ${timestamp} and may be at work.`,
      `Nothing has been done. Wait for it, or stop it there (kill -INT ${pid}), then type it again.`,
      ...(hostname === thisHost() ? [] : gone(hostname)),
    ]);
  }
  const unknown = locks.find((lock) => 'file' in lock);
  if (unknown) {
    throw new Stop('stack.lock-unreadable', [
      `the stack is locked by ${unknown.file}, which cannot be read: whether its process is at work is not known.`,
      'Nothing has been done. Where no pulumi is at work on the stack, take the lock away, then type it again:',
      `DO     ${typed(['cancel', '--yes'])}`,
    ]);
  }
  return locks.length > 0;
}

/** A host that is gone, or has another name by now, never ends its lock. */
const gone = (host: string): string[] => [
  `Only where ${host} is no more, or is this host by an older name, and no pulumi works on the stack anywhere, take the lock away:`,
  `  ${typed(['cancel', '--yes'])}`,
];

async function openAttempt(state: string): Promise<Attempt | undefined> {
  const last = (await journalIn(state)).attempts.at(-1);
  return last && last.outcome === undefined ? last : undefined;
}

/** Waits for a step that still runs, to its deadline. Throws a Stop when it runs on. */
async function untilStill({ output }: Session, state: string, attempt: Attempt | undefined): Promise<void> {
  let work = await runningStep(state, attempt?.plan.id);
  if (!work) return;
  const { begun } = work;
  const until = (begun?.until.getTime() ?? Date.now()) + GRACE;
  const who = [begun?.step, work.pid && `process ${work.pid}`, work.command].filter(Boolean).join(', ');
  output.write(
    `A step still runs on the host: ${who || 'by another user'}. Waiting until ${clock(until)} at most.`,
  );
  for (; work && Date.now() < until; work = await runningStep(state)) {
    await pause(250);
  }
  if (work)
    throw new Stop('step.runs-on', [
      `It still runs (${who}), so nothing has been done. Look at it: ps -fp ${work.pid ?? '…'}`,
    ]);
}

const clock = (time: number): string => `${new Date(time).toISOString().slice(11, 19)} UTC`;

function pendingOperations({ pulumi }: Session): number {
  const { code, stdout, stderr } = pulumi.ask(['stack', 'export']);
  if (code !== 0)
    throw new Stop('stack.unreadable', ['the state of the stack cannot be read:', stderr.trim()]);
  const state = JSON.parse(stdout) as { deployment?: { pending_operations?: unknown[] } };
  return state.deployment?.pending_operations?.length ?? 0;
}

/** The attempt's own request, whole: the configuration may by now say otherwise of any key that it leaves open. */
function requestOf({ request }: Attempt, { place }: Session): string[] {
  const supplies = supplyOptions(suppliesToAsk(request, settingsInFile(place).request));
  return [...requestKeys(request), ...supplies].flatMap(([key, value]) => ['-c', `${key}=${value}`]);
}
