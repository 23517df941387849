import { lines } from '../../machines/detect/observe/decodeFacts';
import { factsFrom } from './scripts';
import { firstOf } from '../../machines/text/listed';

/** So many are named; those that do not run, or not well, come first. */
const SHOWN = 8;

const isWell = (status: string): boolean =>
  status.startsWith('Up') && !/unhealthy|starting|paused/i.test(status);

/**
 * What can be told of the deployment of a directory at once: its services, each with what Docker says of its container. Nothing where it has none,
 * or Docker does not answer: that is looked into afterwards.
 */
export async function glance(directory: string): Promise<string | undefined> {
  const facts = await factsFrom('glance', { DIRECTORY: directory }, '').catch(() => undefined);
  const seen = lines(facts?.get('containers')).map((line) => {
    const [service = '', status = ''] = line.split('\t');
    return { service, status };
  });
  if (seen.length === 0) return undefined;
  const sorted = [
    ...seen.filter(({ status }) => !isWell(status)),
    ...seen.filter(({ status }) => isWell(status)),
  ];
  const names = sorted.map(({ service, status }) => `${service} ${status}`);
  return `NOW    ${firstOf(names, SHOWN)}`;
}
