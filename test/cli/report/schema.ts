import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from '../engine';

/** What docs/json/ says of the answer of a command. */
export const schema = (command: 'look' | 'history' | 'releases' | 'report'): z.ZodType =>
  z.fromJSONSchema(
    JSON.parse(readFileSync(join(ROOT, `docs/json/${command}.schema.json`), 'utf8')) as Parameters<
      typeof z.fromJSONSchema
    >[0],
  );
