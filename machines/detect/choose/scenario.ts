import type { Diagnosis } from '../../model/diagnosis';
import type { Facts } from '../../model/facts';
import { asRelease, earlierReleases, previousRelease, shortHash } from '../history/releases';
import { isAllDown } from '../diagnose/nothingRuns';
import { checkedOut } from '../history/checkedOut';
import { lastBeforeUnrecorded } from '../history/notOnRecord';
import { sameCommitBefore } from '../history/sameCommit';
import { unreadSince } from '../history/unreadRecord';
import type { Request } from '../../model/request';
import { type Advice, OPEN, type Remedy } from '../../model/remedy';
import { type Refusal, refuse } from '../../model/refusal';
import { said } from '../../model/said';
import { infrastructure } from './restart';
import { refused, RESTORE, type Way } from './way';

/** The full hash that the request names, or why it names none. `previous` is not evaluated here. */
function namedCommit(request: Request, facts: Facts): { commit?: string; refusal?: Refusal } {
  if (request.commit === 'previous') return {};
  const { commit, ambiguous } = facts.wanted;
  if (commit) return { commit };
  const got = `"${request.commit}"${ambiguous ? `: ${ambiguous}` : ''}`;
  const next: Remedy = { do: 'look', at: 'commits', of: facts.directory ?? OPEN };
  const more = {
    got,
    accepts: 'a hash, tag or branch that the checkout or its remote knows, or "previous"',
  };
  const refusal = ambiguous
    ? refuse('commit.ambiguous', 'config "commit" is ambiguous', next, more)
    : refuse('commit.unknown', 'config "commit" names no commit', next, more);
  return { refusal };
}

/** A release as one finds it again among others: `9f3c2e1 v3`. */
const named = (facts: Facts) => (hash: string) =>
  [shortHash(hash), asRelease(facts, hash).name].filter(Boolean).join(' ');

/** Resolves `previous`, or says why it cannot be told. */
function previous(facts: Facts): Way {
  const number = lastBeforeUnrecorded(facts) ?? sameCommitBefore(facts);
  const at = facts.deployments.find((line) => line.number === number)?.at;
  if (number !== undefined && unreadSince(facts, at).length === 0)
    return { kind: 'go', commit: checkedOut(facts), scenario: 'code', number };
  const release = previousRelease(facts);
  if ('commit' in release) return { kind: 'go', commit: release.commit, scenario: 'code' };
  const candidates = release.candidates.map(named(facts)).join(', ');
  return refused(
    'commit.previous-unknown',
    `"previous" cannot be told: ${release.why}`,
    ['name the release: ', { do: 'update', for: { commit: OPEN } }],
    {
      ...(candidates ? { accepts: `one of ${candidates}` } : {}),
    },
  );
}

/** The database is never restored unasked; what it would cost at `previous` is looked up, where that can be told. */
function damaged(facts: Facts, diagnosis: Diagnosis): Way {
  const way = refused('database.damaged', said`${diagnosis.wrong} (${diagnosis.why})`, RESTORE, {
    accepts: 'scenario "database"; it is never restored unasked',
    recommends: 'database',
  });
  const release = previousRelease(facts);
  return 'commit' in release ? { ...way, commit: release.commit } : way;
}

/** The line that starts the containers of the release again that have ended, with what it is followed by; nothing where all run. */
function startedAgain({ symptoms }: Diagnosis): Advice {
  const ended = symptoms.filter(({ code, points }) => code === 'symptom.not-running' && points === 'service');
  const services = [...new Set(ended.flatMap(({ service }) => service ?? []))];
  if (services.length === 0) return '';
  const request = { scenario: 'infrastructure', service: services.join(',') } as const;
  return said`start ${services.join(' and ')} again as it is: ${{ do: 'update', for: request }}; or `;
}

/** What `auto` comes to where no other release was named: by the diagnosis. */
function automatic(request: Request, facts: Facts, diagnosis: Diagnosis, commit?: string): Way {
  switch (diagnosis.cause) {
    case 'healthy':
      return { kind: 'healthy' };
    case 'infrastructure':
      return infrastructure({ ...request, commit: 'previous' }, facts, diagnosis);
    case 'database':
      return damaged(facts, diagnosis);
    case 'code':
      if (!commit) return previous(facts);
      // Where nothing runs, the release that is checked out can be meant.
      if (isAllDown(facts)) return infrastructure({ ...request, commit: 'previous' }, facts, diagnosis);
      return refused(
        'commit.current',
        said`config "commit" names the release that is checked out, and that one is ill: ${diagnosis.wrong}`,
        { do: 'update', for: { commit: 'previous' } },
        {
          got: `"${request.commit}", which is ${shortHash(commit)}`,
          accepts: 'another release, or "previous"',
        },
      );
    case 'unknown': {
      const candidates = commit ? [] : earlierReleases(facts).slice(0, 5).map(named(facts));
      return refused(
        'cause.unknown',
        said`${diagnosis.wrong} (${diagnosis.why})`,
        said`${startedAgain(diagnosis)}name the release to go back to: ${{ do: 'update', for: { commit: 'HASH' } }}`,
        candidates.length > 0 ? { accepts: `one of ${candidates.join(', ')}` } : {},
      );
    }
  }
}

/** What was asked for, then the diagnosis: the first that fits decides. */
export function byDiagnosis(request: Request, facts: Facts, diagnosis: Diagnosis): Way {
  const { commit, refusal } = namedCommit(request, facts);
  if (refusal) return { kind: 'refused', refusal };
  if (request.scenario === 'infrastructure') return infrastructure(request, facts, diagnosis, commit);
  const isElsewhere = commit !== undefined && commit !== facts.git.head;
  const isDatabase = request.scenario === 'database';
  const way: Way =
    isElsewhere || (commit && (request.scenario === 'code' || isDatabase))
      ? ({ kind: 'go', commit, scenario: 'code' } as const)
      : request.scenario === 'code' || isDatabase
        ? previous(facts)
        : automatic(request, facts, diagnosis, commit);
  if ((way.kind !== 'go' && way.kind !== 'healthy') || !request.service)
    return way.kind === 'go' && isDatabase ? { ...way, scenario: 'database' } : way;
  const found =
    way.kind === 'go'
      ? `this is a rollback of ${isDatabase ? 'database and code' : 'code'}`
      : 'nothing is wrong';
  return refused(
    'config.conflict',
    `config "service" is for scenario infrastructure, and ${found}`,
    [{ do: 'unset', key: 'service' }, ', or ', { do: 'set', key: 'scenario', value: 'infrastructure' }],
    { got: request.service },
  );
}
