import type { Facts } from '../../machines/model/facts';
import { asRelease, describeRelease } from '../../machines/detect/history/releases';
import { lostJournal } from '../../machines/detect/history/lostJournal';
import { freeableLines } from './freeableLines';
import { engineDownLines } from './runtime/engineDownLines';

/** What stands on the host from earlier rollbacks and whoever is at work: labels and their lines. */
export function hostStateSection(facts: Facts): [string, string[]][] {
  const { lease, clock, holds, unreadableHolds } = facts;
  const isLive = lease !== undefined && Date.parse(lease.until) > Date.parse(clock);
  const lost = lostJournal(facts);
  const said: [string, string[]][] = [
    [
      'LEASE',
      [
        ...(isLive
          ? [`${lease.user} is at work on ${lease.rollback} (${lease.state}) until ${lease.until}`]
          : []),
        ...(facts.unreadableLease
          ? ['the lease cannot be read and keeps nobody off; the next rollback writes it anew']
          : []),
      ],
    ],
    [
      'HOLD',
      [
        ...holds.map(({ id, mode, commit, since, operator }) => {
          const what = mode === 'all' ? 'every deployment' : describeRelease(asRelease(facts, commit));
          return `${what} is refused by the deploy script since ${since}, by ${operator}; ./rollback release ${id}`;
        }),
        ...unreadableHolds.map(
          (id) =>
            `the hold of ${id} cannot be read: the deploy script refuses every deployment; ./rollback release ${id}`,
        ),
      ],
    ],
    ['LOST', lost ? [lost] : []],
    ['FREE', freeableLines(facts)],
    ['DOWN', facts.docker.down ? engineDownLines(facts.docker.down) : []],
  ];
  return said.filter(([, lines]) => lines.length > 0);
}
