import type { Facts, RawFacts } from '../../model/facts';
import { FREEABLE, type Freeable } from '../../model/hostTrouble';
import { fields, lines } from './decodeFacts';

/** The restart policies by which an engine starts a container when it comes up itself, unless somebody has stopped that. */
const ALWAYS = 'always';
const UNLESS_STOPPED = 'unless-stopped';

/** Of an engine that is down: name, restart policy, whether it runs and whether it was stopped by hand, a container a line. */
export function parseEngineDown(raw: RawFacts): Pick<Facts['docker'], 'down'> {
  const status = raw.get('docker.status')?.trim();
  const journal = lines(raw.get('docker.journal'));
  const kept = fields(raw.get('docker.kept'), '\t');
  if (!status && journal.length === 0 && kept.length === 0) return {};
  const containers = kept.map(([name = '', policy, running, stopped]) => ({
    name,
    runs: running === 'true',
    comesUp: policy === ALWAYS || (policy === UNLESS_STOPPED && stopped !== 'true'),
  }));
  const isLiveRestore = raw.get('docker.liveRestore')?.trim() === 'true';
  return { down: { ...(status ? { status } : {}), journal, isLiveRestore, containers } };
}

/** Kind, bytes and name a line. */
export const parseFreeable = (text: string | undefined): Freeable[] =>
  fields(text, '\t').flatMap(([given, bytes, name = '']) => {
    const kind = FREEABLE.find((one) => one === given);
    return kind && Number(bytes) > 0 ? [{ kind, bytes: Number(bytes), name }] : [];
  });
