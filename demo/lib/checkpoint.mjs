import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import '../../tools/typescript.cjs';
import { DemoError, run } from './run.mjs';

const require = createRequire(import.meta.url);
const { parseConfig } = require('../../config.ts');
const { checkpointFile } = require('../../resources/script/checkpointFile.ts');
const { checkpointVariables } = require('../../resources/script/deploymentVariables.ts');
const { script } = require('../../resources/script/hostScript.ts');

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

/** What deploy.sh calls, as `./rollback checkpoint --install` puts it into the state directory for a stack of this demo. */
export function installCheckpoint({ directory, project, state }) {
  const deployment = JSON.stringify({ directory, stateDirectory: state });
  const { text } = checkpointFile(checkpointVariables(parseConfig({ deployment }), project), version);
  const values = { STATE: state, READERS: '', TEXT: text };
  const { ok, summary } = JSON.parse(
    run('bash', ['-s'], { input: script('commands/install-checkpoint', values) }),
  );
  if (!ok) throw new DemoError(`checkpoint has not been installed: ${summary}`);
}
