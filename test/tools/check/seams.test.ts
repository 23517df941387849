import { load } from '../load';

type Across = (file: string, text: string) => string[];
const { acrossSeams, acrossProgramSeams } =
  load<Record<'acrossSeams' | 'acrossProgramSeams', Across>>('check/seams.mjs');

test.each([
  ['docker', 'docker ps -aq'],
  ['docker', 'id=$(timeout 5 docker inspect "$1")'],
  ['docker-compose', 'within docker-compose down'],
  ['compose', 'within compose stop "${apps[@]}"'],
  ['compose', 'DIRECTORY=$sources obtain "$1" compose'],
  ['com.docker.', 'label=com.docker.compose.project=$PROJECT'],
  ['{{', "format='{{.Image}}'"],
])(
  'a host script outside the folder of the runtime is named with its line when it spells %s: %s',
  (word, line) => {
    const text = `# docker ps\n${line}\n`;
    for (const file of ['steps/stop.sh', 'lib/step/checks.sh', 'lib/postgres/client.sh'])
      expect(acrossSeams(file, text)).toEqual([`line 2 spells what is the runtime's: ${word}`]);
    for (const file of ['lib/docker/services.sh', 'container/link-probe.sh'])
      expect(acrossSeams(file, text)).toEqual([]);
  },
);

test.each(['fail docker.failed x', '# needs: docker/images', 'fact compose.target', "echo 'Docker is away'"])(
  'what only has a name like it is not taken for the runtime: %s',
  (line) => {
    expect(acrossSeams('steps/stop.sh', line)).toEqual([]);
  },
);

test.each([
  ['psql', 'in_container "$server" psql -Xq'],
  ['createdb', 'createdb x'],
  ['pg_restore', 'in_container "$server" pg_restore -l "$1"'],
  ['pg_dump', 'pg_dump app >"$1"'],
  ['select', "database_query 'select 1'"],
  ['SELECT', 'SELECT 1;'],
  ['DROP DATABASE', `ask x <<<'DROP DATABASE :"name"'`],
  ['ALTER DATABASE', 'ask x <<<"ALTER DATABASE a RENAME TO b"'],
  ['create temp table', "write='begin; create temp table x'"],
  ['insert into', "write='insert into x'"],
  ['SHOW data_directory', "ask x <<<'SHOW data_directory'"],
])(
  'a host script outside the folder of PostgreSQL is named with its line when it spells %s: %s',
  (word, line) => {
    const text = `# select 1\n${line}\n`;
    for (const file of ['steps/verify.sh', 'lib/step/checks.sh', 'lib/docker/exec.sh'])
      expect(acrossSeams(file, text)).toEqual([`line 2 spells what is PostgreSQL's: ${word}`]);
    expect(acrossSeams('lib/postgres/client.sh', text)).toEqual([]);
  },
);

test.each([
  '# needs: postgres/swap',
  'within swap_to_file',
  'drop_database "$NAME"',
  'selected=yes',
  'delete from[service]',
])('what only has a name like it is not taken for PostgreSQL: %s', (line) => {
  expect(acrossSeams('steps/restore.sh', line)).toEqual([]);
});

test.each([
  ['psql -', 'const line = `exec ${service} psql -U ${user}`;'],
  ["'psql'", "[server, 'psql', sql]"],
  ['createdb -', "'createdb -U shop look'"],
  ['pg_restore <', 'return `pg_restore <${dump}`;'],
  ['pg_restore: ', "error.replace(/^pg_restore: error: /, '')"],
  ['pg_database', "'where oid = 1 in pg_database'"],
  ['pg_', "role.startsWith('pg_')"],
  ['SELECT', "'SELECT 1'"],
  ['select oid from', "'select oid from x'"],
  ['INSERT INTO', 'return `INSERT INTO ${table}`;'],
  ['drop database', 'return `drop database ${name}`;'],
  ['CREATE TEMP TABLE', 'CREATE TEMP TABLE new_rows (a integer);'],
  ['CREATE EXTENSION', 'new RegExp(`^CREATE EXTENSION ${name}`)'],
  ['COMMIT PREPARED', 'return `COMMIT PREPARED ${name}`;'],
  ['ALLOW_CONNECTIONS', "{ got: 'ALLOW_CONNECTIONS false' }"],
  ["'\\\\l", "line('\\\\l')"],
])(
  'a file in TypeScript outside the folders of PostgreSQL is named with its line when it spells %s: %s',
  (word, line) => {
    const text = `/** SELECT */\n// psql -U x\n${line}\n`;
    for (const file of ['machines/detect/plan/risks.ts', 'cli/commands/prune.ts', 'audit/text/manualUndo.ts'])
      expect(acrossProgramSeams(file, text)).toEqual([`line 3 spells what is PostgreSQL's: ${word}`]);
    for (const file of ['machines/postgres/dump.ts', 'audit/text/postgres/statements.ts'])
      expect(acrossProgramSeams(file, text)).toEqual([]);
  },
);

test.each([
  "'the backup was made by a newer pg_dump than the server has'",
  "'the backup is one of a whole server (pg_dumpall)'",
  "'it has commands for psql that lead to another database'",
  "import { namesOf } from '../../machines/postgres/databaseNames';",
  'section(`ROLLBACK ${plan.id}`)',
  "'select the release to go back to'",
  ' * Of what psql -c is told',
])('what only tells of PostgreSQL in TypeScript is not taken for a line to it: %s', (line) => {
  expect(acrossProgramSeams('cli/commands/prune.ts', line)).toEqual([]);
});

test.each([
  ['com.docker.', "labels['com.docker.compose.service']"],
  ['docker exec', '`docker exec ${container} psql`'],
  ['docker -', "'docker --host x version'"],
  ['docker compose', '`docker compose ${files} up -d`'],
  ['docker-compose up', "'docker-compose up -d'"],
  ['docker ${', '`docker ${verb}`'],
  ["'docker',", "['docker', 'exec', server].map(shellQuote)"],
  ["'docker-compose',", "  'docker-compose',"],
  ['{{.N', '\'ps --format "{{.Names}}"\''],
  ['docker-compose.yml', "const FILE = 'docker-compose.yml';"],
])(
  'a file of the program outside the folders of the runtime is named with its line when it spells %s: %s',
  (word, line) => {
    const text = `/** docker ps */\n  // docker ps\n${line}\n`;
    for (const file of [
      'index.ts',
      'cli/host/discover.ts',
      'audit/text/nextStep.ts',
      'machines/model/facts.ts',
    ])
      expect(acrossProgramSeams(file, text)).toEqual([`line 3 spells what is the runtime's: ${word}`]);
    expect(acrossProgramSeams('machines/compose/labels.ts', text)).toEqual([]);
  },
);

test('what is typed and what the provider makes may spell commands of the runtime, and only a default its files', () => {
  for (const file of ['audit/text/runtime/dockerLine.ts', 'resources/docker/linkProbe.ts'])
    expect(acrossProgramSeams(file, "'docker ps'")).toEqual([]);
  const file = ".default('docker-compose.production.yml')";
  expect(acrossProgramSeams('machines/config/deploymentSchema.ts', file)).toEqual([]);
  expect(acrossProgramSeams('machines/config/deploymentSchema.ts', "'docker ps'")).toHaveLength(1);
});

test.each([
  "{ do: 'look', at: 'docker', of: endpoint }",
  "word('docker.error')",
  "place === 'docker' ? a : b",
  "'Docker cannot be asked:'",
  "const TOOLS = 'bash 5, git, docker, curl';",
  'const { docker, compose } = facts;',
  'this.chain.docker',
])("what only has a name like it is not taken for the runtime's in the program: %s", (line) => {
  expect(acrossProgramSeams('cli/host/deployment.ts', line)).toEqual([]);
});

test.each(['POSTGRES_PASSWORD', 'POSTGRES_DB', 'PGDATA'])(
  'a variable of the image of PostgreSQL is spelled in its folder alone: %s',
  (name) => {
    const text = `said(variables, '${name}')`;
    expect(acrossProgramSeams('cli/host/discover.ts', text)).toEqual([
      `line 1 spells what is PostgreSQL's: ${name}`,
    ]);
    expect(acrossProgramSeams('machines/postgres/officialImage.ts', text)).toEqual([]);
  },
);
