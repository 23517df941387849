import type { Scenario } from '../world/scenarios';
import { APPS } from '../world/images';
import { isUp } from '../world/services';
import type { Standing, World } from '../world/world';
import type { Asked } from './asked';
import { type Allowance, lost, type Stage, stuck, type Violation } from './kind';

/** How far an attempt has come: to its target, back again, or nowhere. */
export type Came = 'there' | 'back' | 'nowhere';

/** Whether the deployment is where the scenario leads, or else exactly where it was; and whether all services are up. */
export function judgePlace(stage: Stage, now: Standing, asked: Asked): Violation[] {
  const { came, allowed } = asked;
  const isBack = came === 'there' && asked.end === 'undone' && asked.takesBack === undefined;
  return [
    ...(came === 'there' ? atTarget(stage.world, now, asked) : asBefore(stage.before, now, came)),
    ...(isBack ? asBefore(stage.before, now, 'back') : []),
    ...edits(stage, now),
    ...services(stage, now, asked, allowed),
  ];
}

function atTarget(world: World, now: Standing, { release, database }: Scenario): Violation[] {
  const isOf = (image = '') => world.images.isOf(image, release);
  const wrong = [
    now.head === world.commits[release] ? '' : `the checkout is at ${now.head}, not at ${release}`,
    release === 'v2' && now.branch !== 'main' ? `on branch "${now.branch}" instead of main` : '',
    ...APPS.map((name) => (isOf(now.services[name]?.image) ? '' : `${name} does not run ${release}`)),
    ...APPS.map((name) =>
      isOf(now.names[name]) ? '' : `the image name of ${name} is not that of ${release}`,
    ),
  ];
  return [
    ...wrong.filter(Boolean).map(stuck),
    ...(now.content === world.data[database] ? [] : [lost(`the live database is not the ${database} one`)]),
  ];
}

/** App services that were taken back have new containers; where nothing was begun they have the same. */
function asBefore(before: Standing, now: Standing, came: Came): Violation[] {
  const ofApps =
    (of: 'image' | 'id') =>
    ({ services }: Standing) =>
      APPS.map((name) => services[name]?.[of]);
  const parts: [string, (standing: Standing) => unknown][] = [
    ['the checkout', ({ head, branch }) => [head, branch]],
    ['the names of images', ({ names }) => names],
    ['the images that run', ofApps('image')],
    ['the oid of the live database', ({ oid }) => oid],
    ...(came === 'nowhere' ? [['the containers', ofApps('id')] as const satisfies [string, unknown]] : []),
  ];
  const moved = parts.filter(([, of]) => JSON.stringify(of(now)) !== JSON.stringify(of(before)));
  return [
    ...moved.map(([what]) => stuck(`not as before: ${what}`)),
    ...(now.content === before.content ? [] : [lost('not as before: the live database')]),
  ];
}

/** What somebody changed in the checkout is there, or in the one stash. */
function edits({ world, before }: Stage, { modified, status }: Standing): Violation[] {
  const lines = (text: string) => text.split('\n').map((line) => line.trim());
  const known = ['', 'M notes.txt', ...lines(before.status)];
  const strange = lines(status).filter((line) => !known.includes(line));
  const stashes = world.git('stash', 'list').split('\n').filter(Boolean);
  const kept = [
    modified,
    ...stashes.map((_, index) => world.git('diff', `stash@{${index}}^`, `stash@{${index}}`)),
  ];
  const whole = kept.filter((diff) => diff === world.edits).length;
  const places = kept.filter(Boolean).length;
  return [
    ...strange.map((line) => stuck(`in the checkout: ${line}`)),
    ...stashes
      .filter((name) => !/: chronos-rollback r-[0-9a-f]{8}( leftovers)?$/.test(name))
      .map((name) => stuck(`a stash that names no rollback: ${name}`)),
    ...(world.hasScratch() ? [] : [lost('a file that git does not know is gone, or another')]),
    ...(whole === 0 ? [lost('the local modifications are gone')] : []),
    ...(whole > 0 && places !== 1 ? [stuck(`local modifications in ${places} places`)] : []),
  ];
}

/** All are up; those that nobody asked to touch are the containers that they were, and have never been down. */
function services(
  { before }: Stage,
  now: Standing,
  { down }: Scenario,
  { recreated, crashed }: Allowance,
): Violation[] {
  const away = Object.keys(before.services).filter((name) => !isUp(now.services[name]));
  const others = (of: 'id' | 'started') =>
    ['db', 'other'].filter((name) => now.services[name]?.[of] !== before.services[name]?.[of]);
  const touched = others('id');
  const restarted = others('started').filter(
    (name) => !recreated && !(crashed && name === 'db') && !touched.includes(name),
  );
  return [
    ...away.map((name) => stuck(`${name} is ${now.services[name]?.state ?? 'not there'}`)),
    ...(down ? [] : touched.map((name) => stuck(`${name} has another container than before`))),
    ...(down ? [] : restarted.map((name) => stuck(`${name} was down in between`))),
  ];
}
