import { outputsOf, type Outputs } from '../../audit/outputs';
import { readJournal } from '../../audit/journal/attempts';
import { diagnose } from '../../machines/detect/diagnose/diagnosis';
import { facts, plan, REQUEST, settings } from '../fixtures';
import { confirmByJournal } from '../support/confirmed';
import { VERDICTS, wholeJournal } from './journal/lines';

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
