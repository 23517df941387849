import type { Ended } from '../chaos/engine/run';
import { docker, idsOf, lookAt, namesBelow, type Services } from './outside';
import { without } from '../fixtures';
import { TRIED } from './practices/all';
import { undo } from './rollbacks';
import { Site } from './site';

jest.setTimeout(240_000);

/** How a run ended, and what it says where that is not as it ought to be. */
const ending = ({ outputs, text }: Ended) => {
  const status = outputs?.status;
  return { status, refusal: status === 'recovered' || status === 'undone' ? '' : text };
};

/** What is seen of containers but the ids of their images. */
const withoutImages = (services: Services): Services =>
  Object.fromEntries(
    Object.entries(services).map(([name, all]) => [name, all.map((one) => ({ ...one, image: '' }))]),
  );

let site: Site | undefined;
afterEach(() => site?.remove());

test.each(TRIED.map((practice) => [practice.title, practice] as const))('%s', async (_, practice) => {
  const at = (site = new Site(practice));
  const seen = practice.isMadeAgain ? withoutImages : (services: Services) => services;
  const look = () => ({ services: lookAt(at.project), names: namesBelow(`${at.project}/`) });
  at.deploy('v1');
  const good = look();
  at.deploy('v2');
  const deployed = look();
  expect(deployed.services).not.toEqual(good.services);
  await at.configure();
  practice.byHand?.(at);
  const bad = practice.byHand ? look() : deployed;
  const ran = practice.runs === undefined ? '' : at.read(practice.runs);
  const healthy = await at.run(true, {});
  if (!practice.isUnwell) expect(healthy.outputs).toMatchObject({ status: 'healthy' });

  const preview = await at.run(true, { commit: 'v1' });
  if (practice.asks !== undefined) {
    const plan = { risks: [expect.objectContaining({ code: practice.asks })] };
    expect({ ...preview.outputs, text: preview.text }).toMatchObject({ code: 'consent.needed', plan });
    expect(look()).toEqual(bad);
  }
  if (practice.runs !== undefined) expect([at.read(practice.runs), ran !== '']).toEqual([ran, true]);
  if (practice.refused !== undefined) {
    expect(preview.outputs).toMatchObject({ status: 'refused', code: practice.refused });
    expect((await at.run(false, { commit: 'v1' })).outputs).toMatchObject({ status: 'refused' });
    expect(look()).toEqual(bad);
    return;
  }
  if (practice.asks === undefined)
    expect({ ...preview.outputs, text: preview.text }).toMatchObject({ status: 'planned' });
  const consent = practice.asks === undefined ? '' : (preview.outputs?.plan as { id: string }).id;
  const rolledBack = await at.run(false, { commit: 'v1', confirm: consent });
  expect(ending(rolledBack)).toMatchObject({ status: 'recovered', refusal: '' });
  const { code, unproven } = rolledBack.outputs as { code: string; unproven?: readonly string[] };
  const sentences = practice.unproven?.map((begin): unknown => expect.stringMatching(`^${begin}`));
  expect({ code, unproven }).toEqual({
    code: sentences ? 'end.unproven' : 'end.recovered',
    unproven: sentences,
  });
  const after = look();
  const stays = practice.stays ?? '';
  if (!practice.unproven)
    expect(seen(without(after.services, stays))).toEqual(seen(without(good.services, stays)));
  if (practice.notPinned) {
    const pins = namesBelow(`chronos-rollback/${at.project}-web:${at.git('rev-parse', 'v1').slice(0, 12)}`);
    expect(Object.values(pins)).not.toContain(
      docker('image', 'inspect', '-f', '{{.Id}}', practice.notPinned(at)),
    );
  }
  expect(after.names).toEqual(bad.names);
  const ids = idsOf(at.project);
  at.up();
  const [, line = ''] = /: (cd [^;]* up -d[^;]*)/.exec(String(rolledBack.outputs?.next)) ?? [];
  expect(line).toContain(at.project);
  at.type(line);
  expect(idsOf(at.project)).toEqual(ids);

  if (practice.notUndone) return;
  const undone = await undo(at, rolledBack, { commit: 'v1' });
  expect(ending(undone)).toMatchObject({ status: 'undone', refusal: '' });
  expect(look()).toEqual(bad);
});
