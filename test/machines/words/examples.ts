import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { askHost } from '../../../cli/host/scripts';
import { parseConfig } from '../../../config';
import type { Loss } from '../../../machines/model/backup';
import { misfit } from '../../../machines/detect/plan/backupSelection';
import type { Code } from '../../../machines/model/codes';
import type { Facts } from '../../../machines/model/facts';
import { lossToNote } from '../../../machines/detect/history/lostJournal';
import { notOnRecord } from '../../../machines/detect/history/notOnRecord';
import { beyondConsent, lossText } from '../../../machines/detect/plan/dataLoss';
import { findSymptoms } from '../../../machines/detect/diagnose/symptoms';
import { stepSummary } from '../../../audit/text/stepSummary';
import { leftOut, parseVerdict, plannedVerdict } from '../../../machines/model/verdict';
import { restorePlan } from '../../backups';
import { commit, container, facts, image, settings } from '../../fixtures';

const loss = (rows: number, gone: number): Loss => ({ method: 'snapshot', rows, gone, tables: [] });
const dear = { ...plannedVerdict('prepare', ''), loss: loss(7, 0) };
const lost = { rollbackDirectories: ['r-0000000a'] };

const symptomsOf = (given: Partial<Facts>): string =>
  findSymptoms(facts(given), settings().deployment)
    .map(({ what }) => what)
    .join('; ');

/** The first text in a file that a pattern captures. */
const textIn = (file: string, pattern: RegExp) => (): string =>
  pattern.exec(readFileSync(join(__dirname, '../../..', file), 'utf8'))?.[1] ?? '';

/** What an error says that is thrown. */
const thrown = (action: () => unknown) => (): string => {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

/** What the error of a promise says. */
const rejected = (action: () => Promise<unknown>) => (): Promise<string> =>
  action().then(
    () => '',
    (error: Error) => error.message,
  );

/** Sentences that a function makes, of which one example each is tested: the code, what makes it, what it says. */
export const EXAMPLES: readonly (readonly [Code, () => string | undefined | Promise<string>, string])[] = [
  [
    'cli.no-node',
    textIn('rollback', /refuse cli\.no-node '(.*)'/),
    'rollback needs Node 20.19 or later; there is none on the PATH.',
  ],
  [
    'cli.no-node',
    textIn('rollback', /refuse cli\.no-node "(.*)"/),
    'rollback needs Node 20.19 or later; the one on the PATH is $version.',
  ],
  [
    'cli.not-set-up',
    textIn('rollback', /refuse cli\.not-set-up '(.*?)'/),
    'rollback is not set up yet; nothing has been done. Type',
  ],
  [
    'config.invalid',
    thrown(() => parseConfig({ scenario: 'coed' })),
    'config "scenario" got "coed"; it accepts auto, code, database, infrastructure',
  ],
  [
    'config.secret',
    thrown(() => parseConfig({}, [['deployment', 'variables', 'TAG']])),
    'config "deployment.variables.TAG" is a secret, and its value would be kept in clear; only checks of "deployment.critical" can be: pulumi config set --path deployment.variables.TAG VALUE',
  ],
  [
    'config.invalid',
    thrown(() => parseConfig({ timeouts: '{"reverse":5}' })),
    'config "timeouts.reverse" is unknown; known are prepare, stop, restore, revert, restart, verify, undo',
  ],
  [
    'consent.exceeded',
    () => beyondConsent({ ...restorePlan(), loss: loss(0, 0) }, dear),
    "7 rows written since the backup would leave the live database (counted exactly, by the backup's snapshot); nothing was to be lost",
  ],
  [
    'consent.exceeded',
    () => beyondConsent({ ...restorePlan(), loss: loss(5, 5) }, { ...dear, loss: loss(101, 20) }),
    "101 rows written since the backup would leave the live database; 20 changed or deleted since would come back as they were (counted exactly, by the backup's snapshot); consented to were 5 and 5",
  ],
  [
    'note.database-dropped',
    textIn('cli/commands/prune.ts', /const note = `(.*)`;/),
    '${values.OPERATOR} drops the database ${name}, ${size}, with ${counted}',
  ],
  [
    'note.journal-lost',
    () => lossToNote(facts(lost)),
    'the journal is lost: there is none, yet there are logs of r-0000000a; a new one is begun',
  ],
  [
    'note.journal-lost',
    () => lossToNote(facts({ ...lost, journalHead: 'a' })),
    'part of the journal is lost: it knows nothing of the rollbacks that left logs of r-0000000a',
  ],
  [
    'retained.open',
    textIn('host/lib/postgres/retained-databases.sh', /open_still="(.*)"/),
    '$NAME can be connected to still; seal it: ALTER DATABASE \\"$NAME\\" ALLOW_CONNECTIONS false',
  ],
  [
    'risk.other-release',
    () => misfit(facts(), commit(2), '2026-11-19T12:00:00Z'),
    'the backup was taken before 2222222 was up: it lacks what its migrations have made',
  ],
  [
    'risk.other-release',
    () => misfit(facts(), commit(2), '2026-11-21T02:38:00Z'),
    'the backup was taken after 3333333 had come up: it may hold what is to be got rid of',
  ],
  [
    'risk.other-release',
    () => misfit(facts({ unreadRecord: [{ line: 3 }] }), commit(2), '2026-11-20T12:00:00Z'),
    'line 3 of the deploy record cannot be read: another release may have come up before the backup was taken',
  ],
  [
    'note.not-on-record',
    () =>
      notOnRecord(
        facts({
          deployments: facts().deployments.map((one) => ({
            ...one,
            ...{ definitions: { backend: 'aa' }, composeVersions: { backend: '2.30.0' } },
          })),
          containers: [
            container('backend', image(3), {
              ...{ created: '2026-11-21T04:00:00Z', configHash: 'bb', composeVersion: '2.30.0' },
            }),
          ],
        }),
      ) ?? '',
    'what runs is not on record since 2026-11-21T02:38:00Z: backend came up later, by another definition or with other settings than the record has',
  ],
  [
    'note.not-on-record',
    () =>
      notOnRecord(
        facts({ containers: [container('backend', image(9), { created: '2026-11-21T04:00:00Z' })] }),
      ),
    'what runs is not on record since 2026-11-21T02:38:00Z: backend came up later, on another image than the record has',
  ],
  [
    'risk.rows-lost',
    () => lossText(loss(1201, 50)),
    '1201 rows written since the backup would leave the live database; 50 changed or deleted since would come back as they were',
  ],
  [
    'risk.rows-lost',
    () => lossText({ ...loss(0, 0), method: 'unknown' }),
    'an unknown number of rows would leave the live database',
  ],
  [
    'script.no-answer',
    rejected(() => askHost('lib/base', {}, { answer: z.object({}), failed: 'x has not been dropped:' })),
    'x has not been dropped:\nno answer',
  ],
  [
    'step.left-out',
    () => stepSummary(leftOut('revert')),
    'Pulumi has left step revert out (--target, --continue-on-error): the rollback stays open, and pulumi up without these goes on',
  ],
  [
    'step.no-verdict',
    thrown(() => parseVerdict('prepare', '')),
    'step prepare printed no verdict but: (nothing)',
  ],
  [
    'step.no-verdict',
    thrown(() => parseVerdict('revert', JSON.stringify({ ...dear, step: 'prepare' }))),
    'the verdict of step revert cannot be read: it is of step prepare',
  ],
  [
    'symptom.probe',
    () => symptomsOf({ probes: [{ name: 'transfers', codes: [404, 500, 0, 200], seconds: [] }] }),
    'transfers: 1 of 4 are 5xx, 1 of 4 get no answer, 1 of 4 are 4xx',
  ],
];
