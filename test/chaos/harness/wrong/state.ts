import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addLine } from '../chain';
import type { Stage } from '../kind';
import type { Wrongs } from './world';

const file =
  (name: string, text = '') =>
  ({ world }: Stage): void =>
    writeFileSync(join(world.state, name), text);

export const STATE: Wrongs = {
  'a check ran twice': {
    says: /^doubled: critical r-[0-9a-f]{8} ran 2 times/,
    make: ({ world, id }) => appendFileSync(world.places.effects, `critical ${id}\n`),
  },
  'a check has not run': {
    says: /^stuck: critical r-[0-9a-f]{8} has not run/,
    make: ({ world }) => rmSync(world.places.effects),
  },
  'a line of the journal is gone': {
    says: /^lost: the journal cannot be read/,
    make: ({ world }) => {
      const lines = world.journalText().split('\n');
      writeFileSync(join(world.state, 'journal.jsonl'), lines.toSpliced(2, 1).join('\n'));
    },
  },
  'a step has no end': {
    says: /^stuck: undo of r-[0-9a-f]{8} has no end/,
    make: (stage) => addLine(stage, 'begin', stage.id, '"step":"undo"'),
  },
  'a step has begun again and has no end': {
    says: /^stuck: verify of r-[0-9a-f]{8} has no end/,
    make: (stage) => addLine(stage, 'begin', stage.id, '"step":"verify"'),
  },
  'an outcome comes twice': {
    says: /^doubled: r-[0-9a-f]{8} was closed twice/,
    make: (stage) => addLine(stage, 'outcome', stage.id, '"outcome":"recovered","summary":"again"'),
  },
  'a lease is left': { says: /^stuck: left behind: lease/, make: file('lease', '{}\n') },
  'half a file is left': {
    says: /^stuck: left behind: r-[0-9a-f]{8}\/safety\.dump\.new/,
    make: (stage) => file(`${stage.id}/safety.dump.new`)(stage),
  },
  'work of a revert is left': {
    says: /^stuck: left behind: r-[0-9a-f]{8}\/half\.way/,
    make: (stage) => file(`${stage.id}/half.way`)(stage),
  },
  'the hold is gone': {
    says: /^stuck: the release that was left is not on hold/,
    make: ({ world, id }) => rmSync(join(world.state, 'holds', id)),
  },
  'a hold is left': { says: /^stuck: a hold too many/, make: file('holds/r-00c0ffee', 'mode=all\n') },
  'a step has ended well twice': {
    says: /^doubled: verify of r-[0-9a-f]{8} ended well twice/,
    make: (stage) => {
      const lines = stage.world.journalText().split('\n');
      const end = lines.findLast((line) => /"type":"end".*"step":"verify"/.test(line)) ?? '';
      addLine(stage, 'end', stage.id, /("step":.*),"before":/.exec(end)?.[1] ?? '');
    },
  },
};
