#!/usr/bin/env node
// The short story: a release goes bad, the rollback is previewed, done, done again, and audited.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { database } from './database.mjs';
import { DemoError } from './lib/run.mjs';
import * as stage from './lib/stage.mjs';
import { tour } from './tour.mjs';

const { check, container, head, journal, pulumi, say, STATE, transfers } = stage;

async function story() {
  say('CHRONOS Financial is deployed: v1, v2, and then v3');
  const stack = stage.open('v1', 'v2', 'v3');

  say('v3 goes bad');
  check((await transfers()).includes(500), 'transfers fail, while every health check is green');
  const postgres = container('postgres');

  say('What would a rollback do? Nothing is touched');
  const preview = pulumi(stack, ['preview']);
  check(preview.code === 0 && /to {3}[0-9a-f]{7} v2/.test(preview.text), 'it would go back to v2');
  check(head() === 'v3' && !existsSync(join(STATE, 'journal.jsonl')), 'nothing has changed');

  say('The rollback');
  const up = pulumi(stack, ['up', '--yes', '--skip-preview']);
  const outputs = stack.outputs();
  check(up.code === 0 && outputs.status === 'recovered', `${outputs.audit.newest[0].summary}`);
  check(
    (await transfers()).every((code) => code === 200),
    'transfers work',
  );
  check(
    head() === 'v2' && container('postgres') === postgres,
    'v2 is checked out, the database was not touched',
  );
  console.log(`  services were away for ${outputs.downtimeSeconds} s`);

  say('The same again: it is declarative, so nothing is done twice');
  const before = journal();
  const again = pulumi(stack, ['up', '--yes', '--skip-preview']);
  check(
    again.code === 0 && /Resources:\n {4}\d+ unchanged\n\n/.test(again.text),
    'every resource is unchanged',
  );
  check(journal() === before, 'the journal on the host is the same to the byte');
  check(JSON.stringify(stack.outputs()) === JSON.stringify(outputs), 'the outputs are the same');

  say('The audit');
  const [entry] = outputs.audit.newest;
  for (const [name, value] of Object.entries(entry)) console.log(`  ${name.padEnd(16)} ${value || '(none)'}`);
  for (const { state, seconds, verdict } of outputs.timeline)
    console.log(`  ${state.padEnd(16)} ${seconds.toFixed(1)} s  ${verdict}`);
  const file = join(STATE, 'journal.jsonl');
  console.log(`  ${'journal'.padEnd(16)} ${file}, SHA-256 of its last line ${outputs.audit.head}`);
}

const STORIES = { story, tour, database, clean: stage.clean };

try {
  const name = process.argv[2] ?? 'story';
  const told = STORIES[name];
  if (!told)
    throw new DemoError(
      `"${name}" is unknown; npm run demo, and npm run demo -- with tour, database or clean`,
    );
  await told();
  if (name !== 'clean') {
    say('Done');
    console.log(
      'It still runs. To remove it, with all its containers, images and volumes: npm run demo -- clean',
    );
  }
} catch (error) {
  console.error(`\ndemo: ${error.message}`);
  process.exitCode = 1;
}
