import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { nodeImage, postgresImage } from './base-images.mjs';
import { endCommands } from './command.mjs';
import { composeV1, composeV2 } from './compose.mjs';
import { docker } from './docker.mjs';
import { engine } from './engine.mjs';
import { faketime, hostTools, iproute, registry, shellcheck } from './host-tools.mjs';
import { languageHost } from './language-host.mjs';
import { lock } from './lock.mjs';
import { npm } from './npm.mjs';
import { cacheDirectory, root, sweep } from './places.mjs';
import { commandPlugin, dockerPlugin } from './plugins.mjs';
import { openRecord } from './record.mjs';
import { provide } from './runner.mjs';

const usage = `Usage: tools/setup [--with-tests] [--retry-official] [--only part,...] | --print

Gets what the project needs and does not have; does nothing where everything is in place.
  --with-tests       also what only the tests need: Compose v1, shellcheck, a registry, libfaketime, iproute2
  --retry-official   tries official downloads again that failed before
  --only PART,...    just these, by their names in setup.json
  --print            what was set up, and from where, as JSON`;

/** Runs set-up as typed on the command line and leaves the exit code in the process. */
export async function main(args) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => interrupted(signal));
  try {
    await act(options(args));
  } catch (error) {
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}

function options(args) {
  const boolean = { type: 'boolean', default: false };
  const known = {
    'with-tests': boolean,
    'retry-official': boolean,
    print: boolean,
    help: boolean,
    only: { type: 'string' },
  };
  try {
    return parseArgs({ args, options: known }).values;
  } catch (error) {
    throw new Error(`${error.message}\n\n${usage}`, { cause: error });
  }
}

async function act({ help, print, only, ...typed }) {
  const cache = cacheDirectory();
  const record = openRecord(cache);
  if (help) return console.log(usage);
  if (print) return console.log(printed(record));

  const context = {
    root,
    cache,
    record,
    retryOfficial: typed['retry-official'],
    print: (text) => process.stdout.write(text),
  };
  const release = await lock(cache, {
    waiting: () => console.log('Another set-up is at work; waiting for it.'),
  });
  try {
    sweep(cache);
    record.reload();
    for (const part of chosen(only, typed['with-tests'])) {
      try {
        await provide(part, context);
      } finally {
        record.save();
      }
    }
  } finally {
    release();
  }
}

const always = [
  hostTools,
  npm,
  engine,
  languageHost,
  commandPlugin,
  dockerPlugin,
  docker,
  composeV2,
  nodeImage,
  postgresImage,
];
const forTests = [composeV1, shellcheck, registry, faketime, iproute];

function chosen(only, withTests) {
  const parts = withTests || only ? [...always, ...forTests] : always;
  const names = only?.split(',');
  const unknown = names?.find((name) => !parts.some(({ key }) => key === name));
  if (unknown)
    throw new Error(`no part is called ${unknown}; there are ${parts.map(({ key }) => key).join(', ')}`);
  return names ? parts.filter(({ key }) => names.includes(key)) : parts;
}

function printed({ file }) {
  if (!existsSync(file)) throw new Error('Nothing has been set up yet: run tools/setup first.');
  return readFileSync(file, 'utf8').trim();
}

function interrupted(signal) {
  endCommands();
  console.error(`\nStopped by ${signal}; what was finished stays, the rest starts over next time.`);
  process.exit(130);
}
