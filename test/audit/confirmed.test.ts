import { outputsOf, type Outputs } from '../../audit/outputs';
import { readJournal } from '../../audit/journal/attempts';
import { diagnose } from '../../machines/detect/diagnose/diagnosis';
import { facts, plan, REQUEST, settings } from '../fixtures';
import { confirmByJournal } from '../support/confirmed';
import { ended, journalOf, opened, VERDICTS, wholeJournal } from './journal/lines';

const seen = { facts: facts(), diagnosis: diagnose(facts(), settings().deployment) };
const journal = wholeJournal(plan());
const outputs = outputsOf(
  {
    end: 'recovered',
    request: REQUEST,
    decision: { kind: 'plan', mode: 'fresh', plan: plan(), takesOver: false, ...seen },
    verdicts: VERDICTS,
  },
  readJournal(journal),
  settings(),
);

test('outputs that tell what the journal tells are confirmed by it', () => {
  expect(() => {
    confirmByJournal(outputs, journal);
  }).not.toThrow();
});

test.each<[string, Partial<Outputs>]>([
  ['a step less', { timeline: outputs.timeline.slice(1) }],
  ['other checks', { checks: [] }],
  ['another downtime', { downtimeSeconds: 0 }],
  ['another loss', { dataLoss: { rows: 1, why: '' } }],
  ['steps of a run that ended healthy', { status: 'healthy', plan: null }],
])('outputs that have %s are not', (_, spoilt) => {
  expect(() => {
    confirmByJournal({ ...outputs, ...spoilt }, journal);
  }).toThrow(/^outputs and journal differ: /);
});

const open = journalOf(plan().id, [opened(plan()), ...VERDICTS.map(ended)]);

test.each([
  ['no attempt', ''],
  ['no outcome', open],
])('outputs that say recovered are not confirmed by a journal with %s', (what, of) => {
  expect(() => {
    confirmByJournal(outputs, of);
  }).toThrow(`outputs say recovered (end.recovered), and the journal has ${what}`);
});

test.each([
  'state.unwritable',
  'lock.held',
  'lease.held',
  'close.failed',
  'close.step-missing',
  'step.left-out',
])('an attempt that is open is not compared where outputs say %s', (code) => {
  expect(() => {
    confirmByJournal({ ...outputs, code }, open);
  }).not.toThrow();
});
