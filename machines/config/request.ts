import type { Attempt } from '../model/attempt';
import type { Facts } from '../model/facts';
import type { Plan } from '../model/plan';
import type { Request } from '../model/request';
import type { Asked } from '../model/remedy';
import { withoutSecretValues } from './secretVariables';

/** What Compose is given beside its files: keys below `deployment`, and of the request. */
export const SUPPLIES = ['variables', 'envFiles', 'profiles'] as const;
export type Supply = (typeof SUPPLIES)[number];

/** What a configuration supplies, as a request has it: nothing where there is nothing of a kind. */
export function suppliedBy(deployment: Required<Pick<Request, Supply>>): Pick<Request, Supply> {
  const set = SUPPLIES.filter((key) => Object.keys(deployment[key] ?? {}).length > 0);
  const given = Object.fromEntries(set.map((key) => [key, deployment[key]])) as Pick<Request, Supply>;
  const { variables } = given;
  return variables ? { ...given, variables: withoutSecretValues(variables) } : given;
}

const supplied = (request: Request, key: Supply): string => {
  const value = request[key] ?? [];
  return JSON.stringify(Array.isArray(value) ? value : Object.entries(value).sort());
};

/** What is typed when nothing is asked for in particular. */
const DEFAULTS: Required<Omit<Request, 'strategy' | Supply>> = {
  commit: 'previous',
  scenario: 'auto',
  service: '',
  undo: '',
  backup: 'matching',
  stopFirst: false,
  settings: 'auto',
};

type Key = keyof typeof DEFAULTS;
const KEYS = Object.keys(DEFAULTS) as readonly Key[];

/** Whether a key of the configuration with this text asks for nothing in particular. */
export const isDefault = (key: string, text: string): boolean =>
  KEYS.some((one) => one === key && String(DEFAULTS[one]) === text);

/** The keys of the configuration that ask for this, each with its value, whatever is asked for now. */
export const requestKeys = (request: Request): readonly (readonly [Key, string])[] =>
  KEYS.map((key) => [key, String(request[key])]);

/** What asks for this rather than for what is asked now: the keys in which they differ. */
export function differences(request: Request, now: Request): Asked {
  const keys = KEYS.filter((key) => request[key] !== now[key]);
  return {
    ...Object.fromEntries(keys.map((key) => [key, request[key]])),
    ...Object.fromEntries(otherSupplies(request, now).map((key) => [key, supplyOf(request, key, now)])),
  };
}

const otherSupplies = (one: Request, other: Request): Supply[] =>
  SUPPLIES.filter((key) => supplied(one, key) !== supplied(other, key));

/** What a request supplies of a kind, nothing as what is empty; a variable that is supplied now and not by it is none. */
const supplyOf = (request: Request, key: Supply, now: Request) =>
  key === 'variables'
    ? {
        ...Object.fromEntries(Object.keys(now.variables ?? {}).map((name) => [name, null])),
        ...request.variables,
      }
    : (request[key] ?? []);

/** All that a request supplies, where it or what is configured now supplies anything. */
export function suppliesToAsk(request: Request, now: Request): Pick<Asked, Supply> {
  const set = SUPPLIES.filter((key) => request[key] !== undefined || now[key] !== undefined);
  return Object.fromEntries(set.map((key) => [key, supplyOf(request, key, now)]));
}

/** What only a rollback of the database goes by. */
const FOR_DATABASE = ['backup', 'stopFirst'] as const;

/** Keys that are set although what is asked for does not go by them. */
export const idleKeys = (request: Request): string[] =>
  request.scenario === 'database' ? [] : FOR_DATABASE.filter((key) => request[key] !== DEFAULTS[key]);

/** Whether nothing in particular is asked for, so that the diagnosis decides. */
export const isOpen = ({ commit, scenario, service }: Request): boolean =>
  commit === DEFAULTS.commit && scenario === DEFAULTS.scenario && service === DEFAULTS.service;

/** The keys of a request that a stack's configuration holds on to. */
export function savedKeys(request: Request): Key[] {
  return KEYS.filter((key) => request[key] !== DEFAULTS[key]);
}

/** Whether a plan goes to what a request names: the commit that git found for it, and the number on record where it is named by that. */
function isWanted({ to }: Plan, request: Request, { wanted }: Facts): boolean {
  const number = numberNamed(request);
  return wanted.commit === to.commit && (number === undefined || number === to.number);
}

/** Whether an attempt was asked for alike; one commit spelt in two ways, `v2` and its hash, is one request. */
export function isAskedAlike({ request: asked, plan }: Attempt, request: Request, facts: Facts): boolean {
  if (asked.undo || request.undo) return asked.undo === request.undo;
  if (asked.scenario !== request.scenario || asked.service !== request.service) return false;
  if (asked.settings !== request.settings) return false;
  if (otherSupplies(asked, request).length > 0) return false;
  if (asked.scenario === 'database' && FOR_DATABASE.some((key) => asked[key] !== request[key])) return false;
  const bothNamed = asked.commit !== 'previous' && request.commit !== 'previous';
  return asked.commit === request.commit || (bothNamed && isWanted(plan, request, facts));
}

/** The number on record by which a release is asked for, `#12`; nothing where it is named otherwise. */
export const numberNamed = ({ commit }: Pick<Request, 'commit'>): number | undefined =>
  commit.startsWith('#') ? Number(commit.slice(1)) : undefined;

/** What git is to look up; empty where a request asks for the release before, or for one by its number on record. */
export const nameForGit = ({ commit }: Request): string =>
  commit === DEFAULTS.commit || numberNamed({ commit }) !== undefined ? '' : commit;

/** The number of the next attempt: 1 and the ended ones of this request. */
export function nextAttempt(request: Request, facts: Facts): number {
  return 1 + facts.attempts.filter((other) => other.outcome && isAskedAlike(other, request, facts)).length;
}
