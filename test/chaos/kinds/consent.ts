import { Session } from '../engine/session';
import { NAMES } from '../world/scenarios';
import { doubled, type Kind, type Stage, stuck, type Violation } from '../harness/kind';

/** Ids that consent to something else than what is asked for. */
const IDS: Readonly<Record<string, (stage: Stage) => string | Promise<string>>> = {
  'of nothing': () => 'r-00000000',
  'of another plan': ({ world }) => new Session(world).plan({ scenario: 'infrastructure', service: 'web' }),
  'of the same plan, but a digit': ({ id }) => `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`,
};

/** What the refused update must have left as it was. How well a container is changes by itself. */
export function traceOf({ world }: Stage): string {
  const standing = world.standing();
  const services = Object.entries(standing.services).map(([name, { id, image, state }]) => [
    ...[name, id, image],
    /^(healthy|starting|unhealthy|running)$/.test(state) ? 'up' : state,
  ]);
  const rest = [world.journalText(), world.effects(), world.postgres.databases()];
  return JSON.stringify([{ ...standing, services }, ...rest]);
}

/** The consent to another plan. */
const otherConfirm: Kind = {
  name: 'other-confirm',
  about: 'the confirm of another plan, or of none: nothing is touched',
  engine: 'pulumi',
  scenarios: NAMES,
  needsPoints: false,
  places: () => Object.keys(IDS),
  async breaks(stage, { at }) {
    const before = traceOf(stage);
    stage.session.ask({ confirm: (await IDS[at]?.(stage)) ?? '' });
    const { outputs, code, text } = await stage.session.up().ended;
    stage.session.ask({ confirm: stage.id });
    const found: Violation[] = [];
    if (outputs?.status !== 'refused' || code === 0)
      found.push(stuck(`not refused, but ${outputs?.status}, exit code ${code}: ${text}`));
    if (traceOf(stage) !== before) found.push(doubled('the refused update has touched something'));
    return { found };
  },
};

export const CONSENT: readonly Kind[] = [otherConfirm];
