import type { ComposeModel } from '../../model/composeModel';
import type { Facts } from '../../model/facts';
import type { Note } from '../../model/note';
import type { Target } from '../../model/target';

/** What becomes of a service that the two definitions have otherwise, and that no release brings. */
export function otherService(
  { containers }: Pick<Facts, 'containers'>,
  { usual }: Pick<Target, 'usual'>,
  wanted: ComposeModel,
  service: string,
): Note {
  const has = containers.some((container) => container.service === service);
  if (has && !Object.hasOwn(wanted.services, service))
    return {
      code: 'note.service-left',
      what: `${service} is only in the release that is left: its container stays as it is, as the ordinary command leaves it; with --remove-orphans that removes it`,
    };
  if (!has && usual?.target.has(service))
    return {
      code: 'note.service-not-started',
      what: `${service} has no container and none of the images of the app, and is not brought up; the ordinary command brings it up at the target`,
    };
  return {
    code: 'note.service-stays',
    what: `${service} is not in config "deployment.appServices" and stays as it is`,
  };
}
