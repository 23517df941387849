import { readJournal } from '../../audit/attempts';
import type { Decision } from '../../machines/decision';
import { diagnose } from '../../machines/diagnosis';
import type { Ending } from '../../machines/memory';
import { type CrewArgs, crewOf } from '../../resources/crew';
import type { Host } from '../../resources/host';
import { localTransport } from '../../resources/transport';
import { VERDICTS, wholeJournal } from '../audit/journal';
import { attempt, facts, image, plan, settings } from '../fixtures';
import { recordEngine } from './recorder';

const STACK = 'organization/chronos-rollback/production';
const seen = { facts: facts(), diagnosis: diagnose(facts(), settings().deployment) };
const request = { commit: 'previous', scenario: 'auto' } as const;
const printed = VERDICTS.map((one) =>
  one.step === 'prepare' ? { ...one, probes: { frontend: image('f') } } : one,
);

/** A crew whose host only notes what it is asked for. */
function crew(decision: Decision, open: { ok: boolean; summary: string } = { ok: true, summary: '' }) {
  const asked: string[] = [];
  const host = {
    holder: STACK,
    open: ({ id }: { id: string }) => {
      asked.push(`open ${id}`);
      return Promise.resolve(open);
    },
    close: ({ id }: { id: string }, end: string) => {
      asked.push(`close ${id} ${end}`);
      return Promise.resolve(readJournal(wholeJournal(plan())));
    },
  } as unknown as Host;
  const words: CrewArgs['words'] = { forecast: (step) => step, pinName: (...parts) => parts.join('-') };
  const detect = () => Promise.resolve(decision);
  return { ...crewOf({ transport: localTransport, host, settings: settings(), detect, words }), asked };
}
const planned = (mode: 'fresh' | 'resume' | 'replay'): Decision => ({
  kind: 'plan',
  mode,
  plan: plan(),
  undo: false,
  ...seen,
});
const ending = (end: Ending['end'], decision: Decision): Ending => ({ end, decision, request, verdicts: [] });

test.each([
  ['fresh', false, [`open ${plan().id}`, `close ${plan().id} recovered`]],
  ['resume', false, [`open ${plan().id}`, `close ${plan().id} recovered`]],
  ['replay', false, []],
  ['fresh', true, []],
  ['resume', true, []],
] as const)('a %s plan, preview %s: the journal is written to as in %j', async (mode, preview, expected) => {
  recordEngine(preview, printed);
  const given = crew(planned(mode));
  await given.detect();
  await given.steps.prepare?.({ plan: plan(), verdicts: [] });
  await given.close(ending('recovered', planned(mode)), 'so');
  expect(given.asked).toEqual(expected);
});

test('what the host refuses to open registers nothing and closes nothing', async () => {
  const registered = recordEngine(false, printed);
  const given = crew(planned('fresh'), { ok: false, summary: 'HEAD moved' });
  await given.detect();
  const verdict = await given.steps.prepare?.({ plan: plan(), verdicts: [] });
  expect(verdict).toMatchObject({ step: 'prepare', ok: false, refused: true, summary: 'HEAD moved' });
  expect(await given.close(ending('refused', planned('fresh')), 'so')).toEqual({ attempts: [] });
  expect(registered).toEqual([]);
  expect(given.asked).toEqual([`open ${plan().id}`]);
});

test('a run without a plan keeps what the last closed rollback of this stack registered, ignoring edited scripts', async () => {
  const registered = recordEngine(false, printed);
  const verdicts = printed.slice(0, 2);
  const attempts = [
    attempt(plan(), { outcome: 'undone', verdicts }),
    attempt(plan({ attempt: 2 }), { outcome: 'recovered', holder: 'another/stack' }),
    attempt(plan({ attempt: 3 })),
  ];
  const decision: Decision = { kind: 'healthy', ...seen, facts: facts({ attempts }) };
  const given = crew(decision);
  await given.detect();
  expect(await given.keep(ending('healthy', decision))).toBe(true);
  const commands = registered.filter(({ type }) => type === 'command:local:Command');
  expect(commands.map(({ name, ignoreChanges }) => [name, ignoreChanges])).toEqual([
    ['prepare', ['stdin', 'environment']],
    ['revert', ['stdin', 'environment']],
  ]);
  expect(String(commands[0]?.inputs['create'])).toContain(`ROLLBACK=${plan().id} `);
  expect(given.asked).toEqual([]);
});

test('a run without a plan and without history registers nothing', async () => {
  const registered = recordEngine(false, printed);
  const decision: Decision = { kind: 'healthy', ...seen };
  expect(await crew(decision).keep(ending('healthy', decision))).toBe(false);
  expect(registered).toEqual([]);
});
