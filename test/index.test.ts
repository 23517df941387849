import * as pulumi from '@pulumi/pulumi';
import * as settings from '@pulumi/pulumi/runtime/settings';
import { readJournal } from '../audit/journal/attempts';
import type { Outputs } from '../audit/outputs';
import main from '../index';
import type { Code } from '../machines/model/codes';
import type { Verdict } from '../machines/model/verdict';
import { VERDICTS } from './audit/journal/lines';
import { swapped } from './backups';
import { HOLDER } from './fixtures';
import { confirmByJournal } from './support/confirmed';
import { type Ran, runOn } from './support/engine/inProcess';
import { ScriptedHost } from './support/engine/scriptedHost';
import { Stack } from './support/engine/stack';

jest.mock('../resources/process/leaseHolder', () => ({ holderOf: () => HOLDER }));
// A preview of one test is none of the update of another.
jest.mock('../resources/process/previewRecord', () => ({
  remember: () => undefined,
  recall: () => undefined,
}));

/** What the operator was told as an error. */
let told = '';
beforeEach(() => {
  told = '';
  for (const stream of ['log', 'info', 'warn'] as const)
    jest.spyOn(console, stream).mockImplementation(() => undefined);
  jest.spyOn(console, 'error').mockImplementation((text: string) => (told += `${text}\n`));
});
afterEach(() => jest.restoreAllMocks());

const program = { pulumi, settings, main };
const update = (host: ScriptedHost, config: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  runOn(program, new Stack([]), { stack: 'production', preview: false, config }, host);

const at = (second: number) => `2026-11-22T03:01:${String(second).padStart(2, '0')}.000Z`;
const verdict = (step: Verdict['step'], more: Partial<Verdict> = {}): Verdict => ({
  ...{ step, ok: true, summary: `${step} says so`, started: at(1), seconds: 1.5 },
  ...more,
});
const [prepare, revert, restart, verify] = VERDICTS as [Verdict, Verdict, Verdict, Verdict];
const away = (from: number, to: number) => [{ service: 'backend', from, to }];
const notUp = verdict('restart', { ok: false, code: 'restart.not-started', outages: away(100, 107) });
const oneFails: Verdict = {
  ...verify,
  checks: [
    ...(verify.checks ?? []),
    { name: 'books', code: 'check.critical', required: true, ok: false, evidence: 'they do not balance' },
  ],
};
const lossOf = (rows: number) => ({
  ...{ method: 'snapshot' as const, rows, gone: 0 },
  tables: [{ table: 'public.transfers', written: rows, gone: 0 }],
});
const restored = [
  { ...prepare, loss: lossOf(0) },
  verdict('stop', { outages: away(100, 101) }),
  swapped(),
  revert,
  restart,
];
const DATABASE = { scenario: 'database' };

/** How a run that has begun something ends, by what its steps say. */
const ENDS: readonly [
  end: string,
  verdicts: readonly Verdict[],
  config: Readonly<Record<string, string>>,
  code: string,
][] = [
  ['recovered', VERDICTS, {}, 'end.recovered'],
  ['recovered, with a database', [...restored, verify], DATABASE, 'end.recovered'],
  ['degraded', [prepare, revert, restart, oneFails], {}, 'check.critical'],
  [
    'undone',
    [prepare, revert, notUp, verdict('undo', { outages: away(100, 120) })],
    {},
    'restart.not-started',
  ],
  [
    'stranded',
    [
      prepare,
      revert,
      notUp,
      verdict('undo', { ok: false, code: 'undo.not-started', failures: ['frontend'] }),
    ],
    {},
    'undo.not-started',
  ],
  ['refused, as prepare has counted rows', [{ ...prepare, loss: lossOf(3) }], DATABASE, 'consent.exceeded'],
  [
    'refused, as revert has found another release',
    [prepare, verdict('revert', { ok: false, refused: true, code: 'plan.outdated', started: '' })],
    {},
    'plan.outdated',
  ],
];

/** What outputs tell of a run beside how its attempt was closed. */
const runIn = ({ status, plan, timeline, checks, downtimeSeconds, dataLoss }: Outputs) => ({
  ...{ status, plan, timeline, checks, downtimeSeconds, dataLoss },
});
const attempts = ({ journal }: ScriptedHost) => readJournal(journal).attempts;

describe.each(ENDS)('a run that ends %s', (end, verdicts, config, code) => {
  const status = end.split(',')[0] ?? '';
  const closed = async () => {
    const host = new ScriptedHost(verdicts);
    return { host, ...(await update(host, config)) };
  };

  test('tells what the journal tells', async () => {
    const { host, outputs, exitCode, faults } = await closed();
    expect(faults).toEqual([]);
    expect({ status: outputs.status, code: outputs.code, exitCode }).toEqual({
      ...{ status, code, exitCode: status === 'recovered' ? 0 : 32 },
    });
    expect(attempts(host)).toMatchObject([{ outcome: status }]);
    expect(outputs.timeline.length).toBeGreaterThan(0);
    confirmByJournal(outputs, host.journal);
  });

  test('tells the same where the host does not close its attempt, and that it is open', async () => {
    const host = new ScriptedHost(verdicts);
    host.refusesToClose = { code: 'state.unwritable', summary: 'no space left on the disk' };
    const { outputs, exitCode } = await update(host, config);
    expect(runIn(outputs)).toEqual(runIn((await closed()).outputs));
    expect({ code: outputs.code, exitCode }).toEqual({ code: 'state.unwritable', exitCode: 32 });
    expect(told).toContain('no space left on the disk');
    expect(attempts(host)).toMatchObject([{ plan: { id: (outputs.plan as { id: string }).id } }]);
    expect(attempts(host)[0]).not.toHaveProperty('outcome');
  });
});

test.each<[string, Code]>([
  ['another step still runs', 'lock.held'],
  ['Pulumi remembers the verdict of another time', 'close.step-missing'],
])('an attempt that is not closed, as %s, has the code of that', async (summary, code) => {
  const host = new ScriptedHost(VERDICTS);
  host.refusesToClose = { code, summary };
  const { outputs, exitCode } = await update(host);
  expect({ code: outputs.code, exitCode, status: outputs.status }).toEqual({
    ...{ code, exitCode: 32, status: 'recovered' },
  });
  expect(told).toMatch(new RegExp(`not closed: ${summary}`));
});

test('the next update closes it, and tells the same', async () => {
  const host = new ScriptedHost(VERDICTS);
  host.refusesToClose = { code: 'state.unwritable', summary: 'no space left on the disk' };
  const { outputs: open } = await update(host);
  const before = host.journal;
  host.refusesToClose = undefined;
  const { outputs, exitCode } = await update(host);
  expect({ ...runIn(outputs), exitCode }).toEqual({ ...runIn(open), exitCode: 0 });
  expect(outputs.code).toBe('end.recovered');
  expect(host.journal.slice(before.length).match(/"type":"\w+"/g)).toEqual(['"type":"outcome"']);
  confirmByJournal(outputs, host.journal);
});

test('where Pulumi leaves a step out, the attempt stays open, and the steps before it are told', async () => {
  const host = new ScriptedHost([prepare, revert]);
  const { outputs, exitCode } = await update(host);
  expect({ status: outputs.status, code: outputs.code, exitCode }).toEqual({
    ...{ status: 'refused', code: 'step.left-out', exitCode: 32 },
  });
  expect(outputs.timeline.map(({ state, ok }) => [state, ok])).toEqual([
    ['prepare', true],
    ['revert', true],
  ]);
  expect(host.questions).not.toContain('close');
  expect(attempts(host)[0]).not.toHaveProperty('outcome');
});

test('a run that begins nothing asks for nothing to be closed', async () => {
  const host = new ScriptedHost([]);
  host.refusesToClose = { code: 'lock.held', summary: 'another step still runs' };
  const { outputs, exitCode } = await update(host, { commit: 'v9' });
  expect({ status: outputs.status, exitCode }).toEqual({ status: 'refused', exitCode: 32 });
  expect(outputs).toMatchObject({ timeline: [], checks: [], downtimeSeconds: 0 });
  expect(host.questions).toEqual(['detect']);
  expect(host.journal).toBe('');
});
