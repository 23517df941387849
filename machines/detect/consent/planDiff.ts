import { describeRelease } from '../history/releases';
import type { Plan } from '../../model/plan';
import type { ServiceChange } from '../../model/serviceChange';

/**
 * What has changed between a plan that was shown and the one that would be carried out now, a
 * sentence each, what an operator cares about most first. None when both are the same plan.
 */
export function planChanges(shown: Plan, now: Plan): string[] {
  if (shown.id === now.id) return [];
  const changes = [
    ...aims(shown, now),
    ...shared(shown, now).flatMap(([was, is]) => imageChanges(was, is)),
    ...came(shown.steps, now.steps, 'it now takes the step', 'it no longer takes the step'),
    ...order(shown, now),
    ...came(risks(shown), risks(now), 'a new risk:', 'no longer a risk:'),
    ...actions(shown, now),
    ...came(shown.stash, now.stash, 'it would now stash', 'it would no longer stash'),
    ...databaseChanges(shown, now),
    ...changed('the backup', backupOf(shown), backupOf(now)),
    ...changed('the definition', digestOf(shown), digestOf(now)),
    ...changed('the Compose project', shown.project, now.project),
    ...changed('the number of the attempt', shown.attempt, now.attempt),
  ];
  return changes.length > 0 ? changes : changed('the id of the plan', shown.id, now.id);
}

const digestOf = ({ definition }: Plan): string => definition?.slice(0, 12) ?? 'unknown';

/** `WHAT is now B, not A`; nothing when it is the same. */
export const changed = (what: string, was: string | number, is: string | number): string[] =>
  was === is ? [] : [`${what} is now ${is}, not ${was}`];

/** What is new in a list and what is gone from it, each in a sentence of its own. */
function came(was: readonly string[], is: readonly string[], added: string, gone: string): string[] {
  return [
    ...is.filter((one) => !was.includes(one)).map((one) => `${added} ${one}`),
    ...was.filter((one) => !is.includes(one)).map((one) => `${gone} ${one}`),
  ];
}

/** The same steps in another order: the app is stopped first, or no longer. */
const order = ({ steps: was }: Plan, { steps: is }: Plan): string[] =>
  was.every((step) => is.includes(step)) && is.length === was.length
    ? changed('the order of the steps', was.join(' '), is.join(' '))
    : [];

const risks = (plan: Plan): string[] => plan.risks.map(({ what }) => what);

const kind = ({ action, of, scenario }: Plan): string =>
  action === 'undo' ? `the undo of ${of}` : `a rollback (${scenario})`;

function aims(shown: Plan, now: Plan): string[] {
  const release = (what: string, which: 'from' | 'to') =>
    shown[which].commit === now[which].commit
      ? []
      : changed(what, describeRelease(shown[which]), describeRelease(now[which]));
  return [
    ...release('the target', 'to'),
    ...changed('it', kind(shown), kind(now)),
    ...changed('who checks the target out', shown.revertWith, now.revertWith),
    ...release('what it starts from', 'from'),
  ];
}

/** The services that are part of both plans, as they were and as they are. */
const shared = (shown: Plan, now: Plan): [ServiceChange, ServiceChange][] =>
  now.services.flatMap((is) => {
    const was = shown.services.find(({ service }) => service === is.service);
    return was ? [[was, is] as [ServiceChange, ServiceChange]] : [];
  });

const imageName = (id: string | undefined): string => id?.replace('sha256:', '').slice(0, 12) ?? 'none';
const MADE = { build: 'one that is built', pull: 'one that is pulled' } as const;
const future = ({ source, target }: ServiceChange): string =>
  source === 'reuse' ? imageName(target) : MADE[source];

const imageChanges = (was: ServiceChange, is: ServiceChange): string[] => [
  ...changed(`the image that ${is.service} runs`, imageName(was.before), imageName(is.before)),
  ...changed(`the image that ${is.service} gets`, future(was), future(is)),
];

const DONE = {
  keep: 'left as it is',
  up: 'brought up',
  restart: 'restarted',
  recreate: 'recreated',
} as const;

function actions(shown: Plan, now: Plan): string[] {
  const names = ({ services }: Plan) => services.map(({ service }) => service);
  const others = shared(shown, now).filter(([was, is]) => was.action !== is.action);
  const down = ({ all }: Plan) => (all ? ['everything down first'] : []);
  return [
    ...came(down(shown), down(now), 'it now takes', 'it no longer takes'),
    ...came(names(shown), names(now), 'it now takes in', 'it no longer takes in'),
    ...others.map(([was, { service, action, why }]) =>
      [`${service} would now be ${DONE[action]}, not ${DONE[was.action]}`, why].filter(Boolean).join(': '),
    ),
  ];
}

function databaseChanges({ database: was }: Plan, { database: is }: Plan): string[] {
  if (!was || !is) {
    return changed('the PostgreSQL service', was?.name ?? 'none', is?.name ?? 'none');
  }
  return [
    ...changed("the database's container", was.container.slice(0, 12), is.container.slice(0, 12)),
    ...came(
      was.volumes,
      is.volumes,
      'the database now has the volume',
      'the database no longer has the volume',
    ),
    ...changed('the live database', was.oid || 'unknown', is.oid || 'unknown'),
    ...changed("the database's image", imageName(was.image), imageName(is.image)),
  ];
}

const backupOf = ({ backup }: Plan): string =>
  backup ? `${backup.path} (${backup.sha256.slice(0, 12)})` : 'none';
