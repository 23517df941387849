import { linted } from './linted';

const DECIDED = [
  "export const a = ({ action, database }: Plan) => (action === 'rollback' ? database.oid : '');",
  "export const b = ({ services }: Plan) => services.filter(({ action }) => action !== 'keep');",
  "export const c = ({ going }: OnRecord) => going?.kind === 'plan';",
  'export const d = (all: Attempt[]) => all.findLast(({ holder, outcome }) => holder && outcome);',
  'export const e = (all: Attempt[]) => all.filter((one) => !one.outcome);',
  "export const f = ({ scenario }: Plan) => ['code', 'database'].includes(scenario);",
  'export const g = (plan: Plan) => ({ code: 1, database: 2 })[plan.scenario];',
  'export function h({ step }: Verdict) { switch (step) { default: return 1; } }',
  'export const i = (attempt: Attempt) => (attempt.outcome ? 1 : 2);',
  'export const j = (plan: Plan, isOwn: boolean) => (isOwn ? plan.to : plan.from).commit;',
  'export const k = ({ before, target }: Change, isOwn: boolean) => (isOwn ? target : before);',
  "export const l = { TRIES: '20' };",
  "export const m = ({ commit }: Request) => (commit === 'previous' ? '' : commit);",
  'export const n = (v: Verdict) => v.ok && !v.refused;',
  "export const o = ({ taken }: Verdict) => (!taken ? 'a' : 'b');",
  'export const p = (all: Verdict[]) => all.some(({ planned }) => !planned);',
  'export const q = (t: Timeouts) => ({ revert: t.revert + t.prepare });',
  'export const r = (t: Timeouts) => Math.max(t.stop, t.undo);',
  'export const s = (t: Timeouts, tries: number) => t.verify * tries;',
  "export const t = (steps: Step[]) => steps.filter((s) => s !== 'stop');",
  "export const u = ({ action: what }: Plan) => what === 'undo';",
];
const PRINTED = [
  'export const a = (plan: Plan) => ({ COMMIT: plan.to.commit, FROM: plan.from.commit });',
  "export const b = ({ all }: Plan) => (all ? 'all' : '');",
  'export const c = ({ backup }: Plan) => (backup ? { BACKUP: backup.path } : {});',
  "export const d = (of: Services) => of.map(({ service, action }) => [service, action].join('='));",
  'export const e = (of: Services) => of.map(({ service, target, source }) => [service, target ?? source]);',
  'export const f = (plan: Plan) => forecast(plan.action);',
  'export const g = (restart: string[]) => (restart.length === 0 ? {} : { AGAIN: restart });',
  "export const h = (answer: Answer) => (answer.ok ? 'a' : 'b');",
  'export const i = (since: number) => Date.now() - since < 60 * 1000;',
];

test.each(['resources/script/decides.ts', 'resources/process/decides.ts'])(
  'a decision is found wherever resources make one: in %s',
  (file) => {
    expect(linted(file, DECIDED)).toEqual(DECIDED.map((_, index) => index + 1));
  },
);

test('resources may print what a plan has', () => {
  expect(linted('resources/script/prints.ts', PRINTED)).toEqual([]);
});

test('whoever decides may ask what a plan is', () => {
  expect(linted('machines/lifecycle/decides.ts', DECIDED)).toEqual([]);
});
