import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Outputs } from '../../audit/outputs';
import type { Program } from '../support/engine/inProcess';

/** The program of a checkout, with the Pulumi that is installed there. */
export function programIn(root: string): Program {
  const load = createRequire(join(root, 'index.ts'));
  return {
    pulumi: load('@pulumi/pulumi') as Program['pulumi'],
    settings: load('@pulumi/pulumi/runtime/settings') as Program['settings'],
    main: load('./index.ts') as () => Promise<Outputs>,
  };
}
