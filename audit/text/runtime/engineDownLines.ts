import type { EngineDown } from '../../../machines/model/hostTrouble';
import { firstOf } from '../../../machines/text/listed';

const listed = (names: readonly string[]): string => firstOf(names, 10);

/** What is known of an engine that does not answer, what starts it, and what that does to containers. */
export function engineDownLines({ status, journal, isLiveRestore, containers }: EngineDown): string[] {
  const namesOf = (which: readonly { readonly name: string }[]) => which.map(({ name }) => name);
  const running = namesOf(containers.filter(({ runs }) => runs));
  const up = namesOf(containers.filter(({ comesUp }) => comesUp));
  const notUp = namesOf(containers.filter(({ comesUp }) => !comesUp));
  return [
    ...(status ? [`it is ${status}: systemctl status docker`] : []),
    ...journal.map((line) => `it said: ${line}`),
    ...(journal.length > 0 ? ['more of that: journalctl -u docker -n 100'] : []),
    'what starts it: systemctl restart docker',
    ...(isLiveRestore ? ['that stops no container that runs on (live-restore)'] : []),
    ...(!isLiveRestore && running.length > 0 ? [`that stops what still runs of: ${listed(running)}`] : []),
    ...(up.length > 0 ? [`they come up again by themselves: ${listed(up)}`] : []),
    ...(notUp.length > 0 ? [`no restart policy brings up: ${listed(notUp)}`] : []),
  ];
}
