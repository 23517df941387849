import type { Plugin } from '../shared/plugin';
import { serve } from '../shared/serve';
import { command } from './command';
import { execute } from './execute';
import { collectFiles } from './globs';
import { checkInputs, commandInputs, RUN } from './inputs';

const plugin: Plugin = {
  version: '1.2.1',
  accepts: { secrets: true, autonaming: false },
  resources: { 'command:local:Command': command },
  functions: {
    /** Runs in preview and in update alike. */
    'command:local:run': async (args, call) => {
      const failures = checkInputs(RUN, args);
      if (failures.length > 0) return failures;
      const inputs = commandInputs(args);
      const output = await execute(inputs.command ?? '', inputs, { stdout: '', stderr: '' }, call);
      return { ...args, ...collectFiles(inputs), ...output };
    },
  },
};

serve(plugin);
