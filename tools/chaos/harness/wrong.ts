import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { docker } from '../../../test/support/demo';
import { MARK } from '../engine/operator';
import type { Stage } from './kind';

/** Something that must not be after a rollback, and what the judges have to say of it. */
export interface Wrong {
  readonly says: RegExp;
  make(stage: Stage): void;
}

/** A line that fits the journal's chain. */
function journal({ world }: Stage, type: string, rollback: string, fields: string): void {
  const lines = world.journalText().split('\n').filter(Boolean);
  const before = createHash('sha256')
    .update(`${lines.at(-1)}\n`)
    .digest('hex');
  const at = new Date().toISOString();
  const line = `{"v":1,"type":"${type}","rollback":"${rollback}","at":"${at}",${fields},"before":"${before}"}\n`;
  appendFileSync(join(world.state, 'journal.jsonl'), line);
}

/** Something that runs on for minutes, as a process of the operator's or, without a mark, as nobody's. */
function runOn(mark: string, command: string, ...words: string[]): void {
  spawn(command, words, { env: { ...process.env, [MARK]: mark }, stdio: 'ignore', detached: true }).unref();
}

const sql =
  (text: string, database?: string) =>
  ({ world }: Stage): void => {
    world.postgres.sql(text, database);
  };
const file =
  (name: string, text = '') =>
  ({ world }: Stage): void =>
    writeFileSync(join(world.state, name), text);
/** A new container for a service that is well already. */
const anew =
  (service: string) =>
  ({ world }: Stage): void =>
    world.up('--no-build', '--no-deps', '--force-recreate', '--wait', service);

/** Worlds that are wrong after a rollback of the database that has come to its end. */
export const WRONG: Readonly<Record<string, Wrong>> = {
  'a row is gone': { says: /^lost: the live database/, make: sql('DELETE FROM goods WHERE id = 1', 'app') },
  'a row is another': {
    says: /^lost: the live database/,
    make: sql("UPDATE goods SET v = 'x' WHERE id = 2", 'app'),
  },
  'the kept database is gone': {
    says: /^lost: .* has not kept the live database/,
    make: (stage) => {
      for (const { name } of stage.world.postgres.databases())
        if (name !== 'app') stage.world.postgres.sql(`DROP DATABASE "${name}"`);
    },
  },
  'the kept database is open': {
    says: /^stuck: .* is not sealed/,
    make: (stage) => {
      for (const { name } of stage.world.postgres.databases())
        stage.world.postgres.sql(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS true`);
    },
  },
  'a shadow lies about': {
    says: /^stuck: left behind: the database app_shadow/,
    make: sql('CREATE DATABASE app_shadow_00c0ffee'),
  },
  'the live database is closed': {
    says: /^stuck: nobody can connect/,
    make: sql('ALTER DATABASE app ALLOW_CONNECTIONS false'),
  },
  'a session is left': {
    says: /^stuck: a session of a step/,
    make: ({ world }) => {
      const words = ['exec', '-d', '-e', 'PGAPPNAME=chronos-rollback 1', world.container('db'), 'sh', '-c'];
      docker(...words, '(sleep 100) | psql -U app -d app');
    },
  },
  'a service is down': {
    says: /^stuck: web is exited/,
    make: ({ world }) => void docker('stop', world.container('web')),
  },
  'a service is gone': {
    says: /^stuck: other is not there/,
    make: ({ world }) => void docker('rm', '-f', world.container('other')),
  },
  'a bystander was made anew': { says: /^stuck: other has another container/, make: anew('other') },
  'a service was made twice': { says: /^doubled: create api/, make: anew('api') },
  'a service runs another release': {
    says: /^stuck: api does not run v1/,
    make: (stage) => {
      stage.world.images.deploy('v2');
      anew('api')(stage);
    },
  },
  'a name is that of another image': {
    says: /^stuck: the image name of web/,
    make: ({ world }) => world.images.deploy('v2'),
  },
  'the checkout is elsewhere': {
    says: /^stuck: the checkout is at/,
    make: ({ world }) => void world.git('checkout', '-q', 'main'),
  },
  'local modifications are gone': {
    says: /^lost: the local modifications/,
    make: ({ world }) => void world.git('stash', 'clear'),
  },
  'local modifications are in two places': {
    says: /^stuck: local modifications in 2 places/,
    make: ({ world }) => appendFileSync(join(world.directory, 'notes.txt'), 'edited on the host\n'),
  },
  'a check ran twice': {
    says: /^doubled: critical ran 2 times/,
    make: ({ world }) => appendFileSync(world.places.effects, 'critical\n'),
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
    make: (stage) => journal(stage, 'begin', stage.id, '"step":"undo"'),
  },
  'a step has begun again and has no end': {
    says: /^stuck: verify of r-[0-9a-f]{8} has no end/,
    make: (stage) => journal(stage, 'begin', stage.id, '"step":"verify"'),
  },
  'an outcome comes twice': {
    says: /^(doubled: r-[0-9a-f]{8} was closed twice|lost: the journal cannot be read)/,
    make: (stage) => journal(stage, 'outcome', stage.id, '"outcome":"recovered","summary":"again"'),
  },
  'a lease is left': { says: /^stuck: left behind: lease/, make: file('lease', '{}\n') },
  'half a file is left': {
    says: /^stuck: left behind: r-[0-9a-f]{8}\/safety\.dump\.new/,
    make: (stage) => file(`${stage.id}/safety.dump.new`)(stage),
  },
  'sources are left': {
    says: /^stuck: left behind: sources/,
    make: ({ session }) => mkdirSync(join(session.temporary, 'chronos-build-abcdefgh')),
  },
  'the hold is gone': {
    says: /^stuck: the release that was left is not on hold/,
    make: ({ world, id }) => rmSync(join(world.state, 'holds', id)),
  },
  'a hold is left': { says: /^stuck: a hold too many/, make: file('holds/r-00c0ffee', 'mode=all\n') },
  "git's lock is left": {
    says: /^stuck: git's refs\/heads\/main\.lock/,
    make: ({ world }) => writeFileSync(join(world.directory, '.git/refs/heads/main.lock'), ''),
  },
  'the lock is held': {
    says: /^stuck: the lock is held/,
    make: ({ world, session }) =>
      runOn(`${session.mark}-control`, 'flock', join(world.state, 'lock'), 'sleep', '60'),
  },
  'a process runs on': {
    says: /^stuck: process \d+ still runs: sleep/,
    make: ({ session }) => runOn(session.mark, 'sleep', '600'),
  },
  'a probe runs on': {
    says: /^stuck: a probe has not come to its end/,
    make: ({ world }) => {
      const label = (name: string, value: string) => ['--label', `chronos-rollback.${name}=${value}`];
      const labels = [
        ...label('project', world.project),
        ...label('id', 'r-00c0ffee'),
        ...label('link', 'web'),
      ];
      docker('run', '-d', '--network', 'none', ...labels, world.images.idOf('v2'), 'sleep', '600');
    },
  },
};
