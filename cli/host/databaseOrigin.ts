import type { Attempt } from '../../machines/model/attempt';
import { retainedDatabaseOf } from '../../machines/postgres/databaseNames';
import type { Verdict } from '../../machines/model/verdict';
import type { Left } from './retainedDatabases';
import { minuteOf } from '../../machines/text/isoTime';

/** What the journal knows of a database that a rollback has left. */
export interface Origin {
  /** Whose line in the journal tells of it; `-` where nobody knows. */
  readonly rollback: string;
  /** The journal knows it by its oid, or as the restored backup. */
  readonly isKnown: boolean;
  /** When it was left, ISO 8601; empty where that is not known. */
  readonly at: string;
  readonly what: string;
  /** PostgreSQL's snapshot after which rows live only there; empty where it has to be compared. */
  readonly since: string;
  /** Which rows those are, and the line that exports them. */
  readonly basis: string;
  readonly exports?: string;
}

const endOf = ({ started, seconds }: Verdict): string =>
  new Date(Date.parse(started) + 1000 * seconds).toISOString();

/** When the databases changed names, and what then was live. */
export function swapOf({ verdicts }: Attempt): { readonly at: string; readonly swap: Verdict['swap'] } {
  const verdict = verdicts.findLast(({ swap }) => swap);
  return { at: verdict ? endOf(verdict) : '', swap: verdict?.swap };
}

/** A time as the operator reads it. */
export const clock = (at: string): string => `${minuteOf(at)} UTC`;

/** `1 row`, `12 rows`. */
export const inRows = (rows: number): string => `${rows} row${rows === 1 ? '' : 's'}`;

/** Where what was live before a rollback has rows that are only there. */
export function rowsBefore(live: string, attempt: Attempt, attempts: readonly Attempt[]) {
  const { backup, database } = attempt.plan;
  // What is restored is written anew, all of it: the snapshot of an older backup tells nothing any more.
  const isRestored = attempts.some((other) => {
    const { at, swap } = swapOf(other);
    return (
      other !== attempt && swap?.oid === database?.oid && at > (backup?.takenAt ?? '') && at < attempt.opened
    );
  });
  return backup?.snapshot && !isRestored
    ? { since: backup.snapshot, basis: `written since the backup of ${clock(backup.takenAt)}` }
    : comparison(live);
}

const comparison = (live: string) => ({ since: '', basis: `not in ${live} as it is now` });

/** What is known of one of them. */
export function originOf(
  live: string,
  { name, oid, isOpen, comment }: Left,
  attempts: readonly Attempt[],
): Origin {
  const { kind, of } = retainedDatabaseOf(live, name) ?? { kind: 'shadow', of: '' };
  const rollback = attempts.find(({ plan }) => plan.id === of);
  const open = isOpen ? '; it is NOT sealed' : '';
  const about = (attempt: Attempt | undefined, known: boolean) => ({
    rollback: attempt?.plan.id ?? '-',
    isKnown: known,
    ...comparison(live),
  });
  switch (kind) {
    case 'before':
      return {
        ...about(rollback, rollback?.plan.database?.oid === oid),
        at: (rollback && (swapOf(rollback).at || rollback.closed)) ?? '',
        what: `${live} as it was before ${of}, ${rollback ? 'whose undo needs it' : 'which the journal does not know'}${open}`,
        ...(rollback ? { ...rowsBefore(live, rollback, attempts), exports: `./rollback writes ${of}` } : {}),
      };
    case 'undone': {
      const undo = attempts.findLast(
        ({ plan, verdicts }) =>
          (plan.id === of || plan.of === of) && verdicts.some(({ step }) => step === 'undo'),
      );
      const swap = rollback && swapOf(rollback).swap;
      const verdict = undo?.verdicts.find(({ step }) => step === 'undo');
      return {
        ...about(rollback, swap?.oid === oid),
        at: verdict ? endOf(verdict) : '',
        what: `what ${of} had restored, until that was taken back${open}`,
        ...(swap ? { since: swap.snapshot, basis: `written after ${of} had restored it` } : {}),
      };
    }
    case 'inplace':
      return {
        ...about(rollback, true),
        at: '',
        what: `${live} itself, as ${of} has left it in the middle: ./rollback tells what to do`,
      };
    case 'shadow': {
      const last = attempts.findLast(({ plan }) => plan.backup?.sha256.startsWith(of));
      const half = comment.includes(': being restored') ? 'half of ' : '';
      return {
        ...about(last, last !== undefined),
        at: last?.closed ?? last?.opened ?? '',
        what: `${half}the backup ${last?.plan.backup?.path ?? of}, restored and never live`,
      };
    }
  }
}

/** The live database to which one of them belongs, by the journal; the one asked about where it does not know. */
export function ownerOf(live: string, { name }: Left, attempts: readonly Attempt[]): string {
  const of = retainedDatabaseOf(live, name)?.of;
  return attempts.find(({ plan }) => plan.id === of)?.plan.database?.name || live;
}
