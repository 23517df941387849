import { docker } from '../../../support/demo/demo';
import type { Stage } from '../kind';
import { sql, type Wrongs } from './world';

/** The databases that are kept, by their names. */
const kept = ({ world }: Stage): string[] =>
  world.postgres.databases().flatMap(({ name }) => (name === 'app' ? [] : [name]));
const dropKept = (stage: Stage): void => {
  for (const name of kept(stage)) stage.world.postgres.sql(`DROP DATABASE "${name}"`);
};
const rename = (from: string, to: string): string => `ALTER DATABASE "${from}" RENAME TO "${to}";`;

export const DATABASES: Wrongs = {
  'a row is gone': { says: /^lost: the live database/, make: sql('DELETE FROM goods WHERE id = 1', 'app') },
  'a row is another': {
    says: /^lost: the live database/,
    make: sql("UPDATE goods SET v = 'x' WHERE id = 2", 'app'),
  },
  'a primary key is gone': {
    says: /^lost: the live database/,
    make: sql('ALTER TABLE kinds DROP CONSTRAINT kinds_pkey', 'app'),
  },
  'an index is there that nobody made': {
    says: /^lost: the live database/,
    make: sql('CREATE INDEX ON goods (v)', 'app'),
  },
  'the kept database is gone': {
    says: /^lost: .* has not kept the live database/,
    make: dropKept,
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
      docker(...words, '(sleep 600) | psql -U app -d app');
    },
  },
  'what was live is nowhere': { says: /^lost: what was live before is nowhere/, make: dropKept },
  'a database of nobody is kept': {
    says: /^stuck: left behind: the database app_before_r-00c0ffee/,
    make: sql('CREATE DATABASE "app_before_r-00c0ffee" ALLOW_CONNECTIONS false'),
  },
  'a backup is left in the container': {
    says: /^stuck: left behind: chronos-rollback-00c0ffee in the database's container/,
    make: ({ world }) => void world.postgres.run(['touch', '/tmp/chronos-rollback-00c0ffee']),
  },
  'a row was written': {
    says: /^stuck: rows are in the ledger/,
    make: sql('INSERT INTO ledger VALUES (1)', 'app'),
  },
  'it was swapped once more, there and back': {
    says: /^doubled: the live database was replaced 3 times/,
    make: (stage) => {
      const [before = ''] = kept(stage);
      const there = [rename('app', 'aside'), rename(before, 'app')];
      const back = [rename('app', 'app_shadow_00c0ffee'), rename('aside', 'app_before_r-00c0ffee')];
      const again = [rename('app_before_r-00c0ffee', 'app'), rename('app_shadow_00c0ffee', before)];
      stage.world.postgres.sql([...there, ...back, ...again].join('\n'));
    },
  },
};
