import type { Facts } from '../../model/facts';
import type { Note } from '../../model/note';
import type { Target } from '../../model/target';
import { calledOnRecord } from '../history/releases';

const listed = (found: string): string => found.replaceAll('\n', ', ');

/**
 * What was unhealthy of the target, by the record: when it had come up, and when the next release was to be deployed, unless a
 * rollback was at work in between. Verify will hardly find that better.
 */
export function unhealthyOnRecord(
  { deployments, attempts }: Pick<Facts, 'deployments' | 'attempts'>,
  { recorded, release }: Pick<Target, 'recorded' | 'release'>,
): Note[] {
  const isTarget =
    recorded === undefined
      ? ({ commit }: { commit: string }) => commit === release.commit
      : ({ number }: { number?: number | undefined }) => number === recorded;
  const index = deployments.findLastIndex(isTarget);
  const [line, next] = [deployments[index], deployments[index + 1]];
  if (!line) return [];
  const came = (line.unhealthy ?? []).join('\n');
  const isAlone = !attempts.some(
    ({ opened }) =>
      next && Date.parse(opened) > Date.parse(line.at) && Date.parse(opened) < Date.parse(next.at),
  );
  const found = isAlone ? (next?.before?.found ?? 'healthy') : 'healthy';
  const notes: Note[] = [];
  if (came !== '')
    notes.push({
      code: 'note.was-unhealthy',
      what: `by the record ${calledOnRecord(line)} came up unhealthy: ${listed(came)}`,
    });
  if (next && found !== 'healthy')
    notes.push({
      code: 'note.was-unhealthy',
      what: `by the record ${calledOnRecord(line)} was unhealthy before ${calledOnRecord(next)} was deployed: ${listed(found)}`,
    });
  return notes;
}
