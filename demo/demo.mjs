#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { clean } from './lib/clean.mjs';
import { create } from './lib/create.mjs';
import { deploy } from './lib/deploy.mjs';
import { DemoError } from './lib/run.mjs';

const USAGE = `A CHRONOS Financial deployment to try a rollback on; several can run side by side.

  node demo/demo.mjs create --directory DIR --project NAME [--rows N] [--state DIR] [--compose COMMAND]
  node demo/demo.mjs deploy --directory DIR v1 | v2 | v3 | v4 | v5
  node demo/demo.mjs clean  --directory DIR

  v1 good                              v4 its frontend crashes in a loop
  v2 good, with a migration            v5 its migration damages savings accounts;
  v3 a third of /api/transfers is 5xx     adds a table with a foreign key, and a view

  --rows     transactions in the database, ten an account (2000)
  --state    the host's state directory (/var/lib/chronos-rollback/NAME)
  --compose  the Compose to deploy with: "docker compose" or "docker-compose" (the first that is there)`;

const options = {
  directory: { type: 'string' },
  project: { type: 'string' },
  rows: { type: 'string', default: '2000' },
  state: { type: 'string' },
  compose: { type: 'string' },
  help: { type: 'boolean' },
};

function main() {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [command, release, ...rest] = positionals;
  const required = (name) => {
    if (!values[name]) throw new DemoError(`${command} needs --${name}; see --help`);
  };
  if (values.help) return console.log(USAGE);
  if (!['create', 'deploy', 'clean'].includes(command) || rest.length > 0)
    throw new DemoError(`usage:\n${USAGE}`);
  required('directory');
  if (command === 'deploy') {
    process.exitCode = deploy({ directory: values.directory, release });
    return;
  }
  if (release) throw new DemoError(`${command} takes no '${release}'`);
  if (command === 'clean') return clean(values);
  required('project');
  const rows = Number(values.rows);
  if (!Number.isSafeInteger(rows) || rows < 20)
    throw new DemoError('--rows must be a whole number, at least 20');
  create({ ...values, rows });
}

try {
  main();
} catch (error) {
  if (!(error instanceof DemoError || error.code?.startsWith('ERR_PARSE_ARGS'))) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}
