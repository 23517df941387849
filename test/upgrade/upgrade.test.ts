import * as pulumi from '@pulumi/pulumi';
import * as settings from '@pulumi/pulumi/runtime/settings';
import main from '../../index';
import type { Made, Program } from '../support/engine/inProcess';
import { inShort, visit } from './past';
import { type Recording, recordings } from './recordings';

let holder = '';
jest.mock('../../resources/process/leaseHolder', () => ({ holderOf: () => holder }));
// A preview of one recording is none of the update of another.
jest.mock('../../resources/process/previewRecord', () => ({
  remember: () => undefined,
  recall: () => undefined,
}));
beforeEach(() => {
  // What the program tells the operator.
  for (const stream of ['log', 'info', 'warn', 'error'] as const)
    jest.spyOn(console, stream).mockImplementation(() => undefined);
});
afterEach(() => jest.restoreAllMocks());

const program: Program = { pulumi, settings, main };
const all = recordings();
const named = (some: readonly Recording[]) => some.map((one) => [one.name, one] as const);

/** A rollback that is over for good: the same request once more finds nothing to do. */
const isOver = ({ end, config }: Recording): boolean =>
  end === 'recovered' || (end === 'undone' && config['undo'] !== undefined);

/** Only versions before restore in place, and go on with that or take it back; of those the operator is told how. */
const isInPlace = ({ journal }: Recording): boolean => journal.includes('"strategy":"in-place"');
const isGone = (one: Recording): boolean => isInPlace(one) && one.end === 'open';
const isCarriedOn = (one: Recording): boolean => one.next !== undefined && !isInPlace(one);

const at = (recording: Recording): Recording => {
  holder = recording.holder;
  return recording;
};

/** What a resource came to when the version of then did the same. Throws where it did something else. */
const asThen =
  ({ name: recording, stack }: Recording) =>
  (name: string, type: string, inputs: Readonly<Record<string, unknown>>): Made => {
    const then = stack.find(type, name);
    if (!then) throw new Error(`${recording} has no ${name}`);
    if (inputs['create'] !== then.inputs?.['create'])
      throw new Error(
        `${name} is not as then: ${String(inputs['create'])}\n${String(then.inputs?.['create'])}`,
      );
    return { id: then.id ?? '', outputs: then.outputs ?? {} };
  };

test('there are recordings of rollbacks that are over and of others that were cut off', () => {
  expect(all.filter(isOver).length).toBeGreaterThan(5);
  expect(all.filter(({ end }) => end === 'open').length).toBeGreaterThan(5);
});

describe('a stack of an earlier version', () => {
  test.each(named(all.filter((one) => !isGone(one))))(
    'previews %s as that version did, to the byte of each command line',
    async (_, one) => {
      const { config, foreseen } = at(one);
      const ran = await visit(program, one, { config, preview: true });
      expect(inShort(ran)).toEqual(foreseen?.again);
    },
  );

  test.each(named(all.filter(isCarriedOn)))(
    'previews what was asked for after %s as that version did',
    async (_, one) => {
      const { next, foreseen } = at(one);
      const ran = await visit(program, one, { config: next?.config ?? {}, preview: true });
      expect(inShort(ran)).toEqual(foreseen?.next);
    },
  );

  /** Each that was cut off or stranded in place, with what its stack asks for; each that stands, with its undo. */
  const refused = all
    .filter(isInPlace)
    .flatMap((one): (readonly [string, Recording, Recording['config']])[] => [
      ...(['open', 'stranded'].includes(one.end) ? [[one.name, one, one.config] as const] : []),
      ...(one.next ? [[`what came after ${one.name}`, one, one.next.config] as const] : []),
    ]);
  test.each(refused)(
    'refuses %s, which was in place, and says how it is brought to its end by hand',
    async (_, one, config) => {
      for (const preview of [true, false]) {
        const ran = await visit(program, at(one), { config, preview });
        expect(ran.faults).toEqual([]);
        expect(ran.outputs.status).toBe('refused');
        expect(ran.outputs.next).toMatch(/ALLOW_CONNECTIONS true.* \.\/rollback close r-\w{8} --as undone/);
        expect(ran.registered.filter(({ operation }) => operation !== 'same')).toEqual([]);
        expect(ran.questions.filter((key) => /^(open|close|acknowledge)/.test(key))).toEqual([]);
      }
    },
  );

  test.each(named(all.filter(isOver)))(
    'replays %s: all resources are unchanged, nothing runs, the journal is not written',
    async (_, one) => {
      const { config, end } = at(one);
      const ran = await visit(program, one, { config, preview: false });
      expect(ran.faults).toEqual([]);
      expect(ran.registered.filter(({ operation }) => operation !== 'same')).toEqual([]);
      expect(ran.deleted).toEqual([]);
      expect(ran.registered.length).toBeGreaterThan(1);
      expect(ran.questions.filter((key) => /^(open|close|acknowledge)/.test(key))).toEqual([]);
      expect({ status: ran.outputs.status, exitCode: ran.exitCode }).toEqual({ status: end, exitCode: 0 });
    },
  );

  test.each(named(all.filter((one) => isCarriedOn(one) && one.next?.end !== 'open')))(
    'goes on from %s with the command lines of then, and ends as it ended then',
    async (_, one) => {
      const { next, journal } = at(one);
      if (!next) throw new Error('it is the last one');
      const answers: Record<string, string> = {
        open: '{"ok":true,"summary":"opened"}\n',
        close: next.journal.toString('base64'),
      };
      const asked = { config: next.config, preview: false };
      const ran = await visit(program, one, asked, asThen(next), (about) => answers[about]);
      expect(ran.faults).toEqual([]);
      expect(ran.outputs.status).toBe(next.end);
      expect(ran.questions).toEqual(expect.arrayContaining(['open', 'close']));
      expect(next.journal.subarray(0, journal.length).equals(journal)).toBe(true);
      expect(ran.deleted).toEqual([]);
    },
  );
});
