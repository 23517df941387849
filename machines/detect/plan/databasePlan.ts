import type { Backup } from '../../model/backup';
import { backupDamageRefusal, backupFitRefusal } from '../refusals/backupRefusals';
import { backupSpaceRefusal } from '../refusals/backupSpace';
import { type Chosen, countableManifest, misfit } from './backupSelection';
import { databaseRefusal } from '../refusals/databaseRefusals';
import type { Inspection } from '../observe/backupInspection';
import { isLoss, lossOf, lossText } from './dataLoss';
import { databaseOf, type Plan, type Risk } from '../../model/plan';
import type { ServiceChange } from '../../model/serviceChange';
import type { Refusal } from '../../model/refusal';
import type { Step } from '../../model/vocabulary';
import { type Note, splitNotes } from '../../model/note';
import { draftPlan } from './codePlan';
import { migrationsGone } from './migrationsOnRecord';
import type { PlanInput } from './planInput';
import { identified } from './planId';
import { connected } from './databaseSessions';
import type { BackupStore } from '../observe/backupStore';
import { archiveTime } from '../../postgres/dump';

/** What is known of the database and of the one backup that was chosen. */
export interface Restoration {
  readonly store: BackupStore;
  readonly chosen: Chosen;
  readonly inspection: Inspection;
}

const STEPS: readonly Step[] = ['prepare', 'stop', 'restore', 'revert', 'restart', 'verify'];
const STOP_FIRST: readonly Step[] = ['stop', 'prepare', 'restore', 'revert', 'restart', 'verify'];

const UNREAD: Note = {
  code: 'note.backup-unread',
  what: 'the backup was not read to its end in time; prepare does',
};

/** Every app service is stopped for the restore, so each comes up again, changed or not. */
const broughtUp = (change: ServiceChange): ServiceChange =>
  change.action === 'keep' ? { ...change, action: 'up', why: 'it is stopped for the restore' } : change;

/** The backup as it is pinned: with what its content says, and what it says itself of when it was taken. */
function pinned({ facts }: PlanInput, { store, chosen, inspection }: Restoration): Backup {
  const { place = 'container', bytes, format, packed, sha256, madeAt } = inspection;
  const file = chosen.file;
  const { tables, snapshot = '' } = countableManifest(facts, store, chosen);
  const made = archiveTime(madeAt ?? '');
  const [takenAt, takenBy] = file
    ? [file.takenAt, file.takenBy]
    : made
      ? [made, 'the archive']
      : ['', 'nothing'];
  return {
    path: chosen.path,
    place,
    // What cannot be restored was refused before, see `obstacle`.
    format: format as Backup['format'],
    packed,
    sha256,
    bytes,
    takenAt,
    takenBy,
    snapshot: tables ? snapshot : '',
    strategy: 'shadow',
  };
}

/** What stands in the way of restoring this backup into this database. */
function obstacle(
  { settings, facts }: PlanInput,
  { store, chosen, inspection }: Restoration,
): Refusal | undefined {
  const sidecar = chosen.file?.sidecar ?? {};
  return (
    databaseRefusal(settings, store, facts) ??
    backupDamageRefusal(chosen.path, inspection, sidecar, chosen.recorded) ??
    backupFitRefusal(settings, chosen.path, inspection, sidecar, store) ??
    backupSpaceRefusal(settings, store, inspection, sidecar)
  );
}

/** Resolves a request for scenario database to a plan: the backup is restored, and the code goes back too. */
export function makeDatabasePlan(input: PlanInput, restoration: Restoration): Plan | Refusal {
  const { settings, facts, attempt } = input;
  const { store, chosen, inspection } = restoration;
  const draft = draftPlan(input);
  if ('what' in draft) return draft;
  const barrier = obstacle(input, restoration);
  if (barrier) return barrier;
  const backup = pinned(input, restoration);
  const database = databaseOf(draft);
  const loss = lossOf(countableManifest(facts, store, chosen), inspection, store);
  const { all, outside, poolers } = connected(settings, facts, store);
  const risks: Risk[] = [...draft.risks];
  if (isLoss(loss))
    risks.push({
      kind: 'loss',
      code: 'risk.rows-lost',
      what: lossText(loss),
    });
  const doubt = misfit(facts, draft.to.commit, backup.takenAt);
  if (doubt) risks.push({ kind: 'tainted', code: 'risk.other-release', what: doubt });
  if (outside.length > 0)
    risks.push({
      kind: 'sessions',
      code: 'risk.sessions',
      what: `connected besides the app, and cut off with what is not committed: ${outside.join('; ')}`,
    });
  const notes: Note[] = [
    ...draft.notes.filter(({ code }) => code !== 'note.nothing-changes'),
    ...all.map((session): Note => ({ code: 'note.connected', what: `connected: ${session}` })),
    ...poolers.map((pooler): Note => ({
      code: 'note.pooler',
      what: `${pooler} pools connections: it opens new ones after the swap`,
    })),
    ...(chosen.notes ?? []),
    ...migrationsGone(facts, input.target, backup.takenAt),
    ...(inspection.isUnread ? [UNREAD] : []),
  ];
  return identified(
    {
      ...draft,
      scenario: 'database',
      services: draft.services.map(broughtUp),
      steps: [...(settings.request.stopFirst ? STOP_FIRST : STEPS)],
      database: { ...database, oid: store.database?.oid ?? database.oid },
      backup,
      loss,
      risks,
      ...splitNotes(notes),
    },
    attempt,
    facts.attempts,
  );
}
