import type { Facts } from '../../model/facts';
import { shortHash } from '../history/releases';
import { unaskedNotes } from '../diagnose/answers';
import { memoryNotes } from '../diagnose/outOfMemory';
import { withoutHistory } from '../history/probesOnRecord';
import { settingsTouchedSince } from '../history/touchedSince';
import { undoneBy } from '../history/undone';
import { movedName } from './imageNameRefusal';
import { missingImage, missingSource } from './imageSourceRefusals';
import { checkoutRefusal } from './checkoutRefusals';
import type { ServiceChange } from '../../model/serviceChange';
import type { Request } from '../../model/request';
import { isCommit } from '../../model/release';
import { type Refusal, refuse } from '../../model/refusal';
import { diskSpaceRefusal, reserveNotes } from './diskSpace';
import type { Note } from '../../model/note';
import type { Settings } from '../../config/schema';
import type { Target } from '../../model/target';
import { isAtTarget } from '../../model/attempt';

/** What stands in the way of going to a target, found out before anything is touched. */
export function targetRefusal(
  settings: Settings,
  facts: Facts,
  target: Target,
  services: readonly ServiceChange[],
): Refusal | undefined {
  return (
    lockObstacle(settings, facts) ??
    (target.gone ? goneObstacle(settings, facts, facts.wanted.commit) : undefined) ??
    checkoutRefusal(settings, facts, target) ??
    missingSource(settings, facts, target, services) ??
    missingImage(settings, facts, target, services) ??
    movedName(target, services) ??
    diskSpaceRefusal(facts, services)
  );
}

/** A git that is at work in the checkout. A lock that nobody holds is moved aside by revert, and is no obstacle. */
function lockObstacle({ deployment }: Settings, { git }: Facts): Refusal | undefined {
  if (!git.lock?.holder) return undefined;
  const [pid = ''] = git.lock.holder.split(' ');
  return refuse(
    'git.busy',
    `another git is at work in ${deployment.directory}`,
    ['wait for it, or look at it: ', { do: 'look', at: 'process', of: pid }],
    {
      got: `${git.lock.path}, held by process ${git.lock.holder}`,
      accepts: 'a checkout in which no git runs',
    },
  );
}

/** The commit that was asked for, where a shallow clone is why nobody here knows it. */
export function shallowCloneRefusal(settings: Settings, request: Request, facts: Facts): Refusal | undefined {
  const isUnknown = request.commit !== 'previous' && !facts.wanted.commit && !facts.wanted.ambiguous;
  return facts.git.head && facts.git.shallow && isUnknown
    ? goneObstacle(settings, facts, request.commit)
    : undefined;
}

function goneObstacle({ deployment }: Settings, { git }: Facts, commit?: string): Refusal {
  const name = commit && isCommit(commit) ? shortHash(commit) : commit;
  const which = name ? `commit ${name}` : 'the target commit';
  const { directory } = deployment;
  return git.shallow
    ? refuse(
        'commit.shallow',
        `${which} cannot be had: ${deployment.directory} is a shallow clone, and its remote does not give it`,
        { do: 'unshallow', directory },
        { accepts: 'a clone that has the commit' },
      )
    : refuse(
        'commit.gone',
        `${which} is neither in ${deployment.directory} nor at its remote any more`,
        [
          { do: 'look', at: 'commits', of: directory },
          '; then name a commit: ',
          { do: 'update', for: { commit: 'HASH' } },
        ],
        { accepts: 'a commit that the checkout or its remote has' },
      );
}

/** What a stack of an older version may still ask for, and how it is forgotten. */
const strategyIgnored: Note = {
  code: 'note.strategy-ignored',
  // eslint-disable-next-line no-restricted-syntax -- a format: the journal keeps the notes of a plan
  what: 'config "strategy" does nothing any more: pulumi config rm strategy',
};

const checkpointStale: Note = {
  code: 'note.checkpoint-stale',
  what: 'the installed checkpoint is of another version or configuration',
};

/** What Compose says of the definition that comes up. */
export const composeNotes = ({ warnings }: Target): Note[] =>
  warnings.map((warning) => ({ code: 'note.compose-warning', what: `Compose says: ${warning}` }));

/** That settings are not as the newest rollback has left them, where its release is checked out; an undo puts them back itself. */
function settingsTouched(facts: Facts): Note[] {
  const last = facts.attempts.findLast(({ outcome }) => isAtTarget(outcome));
  if (last?.plan.action !== 'rollback' || last.plan.to.commit !== facts.git.head) return [];
  if (undoneBy(last.plan.id, facts)) return [];
  const files = settingsTouchedSince(last, facts);
  if (files.length === 0) return [];
  return [
    {
      code: 'note.settings-touched',
      what: `changed by hand since rollback ${last.plan.id}: ${files.join(', ')}`,
    },
  ];
}

/** What is unusual, is no obstacle and should be said. */
export function notesOf({ strategy }: Pick<Settings, 'strategy'>, facts: Facts): Note[] {
  const { silent, checkpoint } = facts;
  const { lock } = facts.git;
  const left = lock && !lock.holder ? [lock.path] : [];
  return [
    ...(strategy ? [strategyIgnored] : []),
    ...left.map((path): Note => ({
      code: 'note.lock-left',
      what: `${path} is held by nobody; revert moves it aside`,
    })),
    ...(checkpoint === 'stale' ? [checkpointStale] : []),
    ...settingsTouched(facts),
    ...memoryNotes(facts),
    ...withoutHistory(facts),
    ...unaskedNotes(facts),
    ...reserveNotes(facts),
    ...silent.map((name): Note => ({ code: 'note.no-answer', what: `no answer in time from ${name}` })),
  ];
}
