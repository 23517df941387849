import type { z } from 'zod';
import type { RawFacts } from '../model/facts';

/**
 * What a query of the database gave: one JSON object a query, as the server has built it. Nothing where the server has
 * not answered, or its answer was cut off: that is not known then.
 */
export function queried<T>(schema: z.ZodType<T>, raw: RawFacts, name: string): T | undefined {
  try {
    return schema.parse(JSON.parse(raw.get(name) ?? ''));
  } catch {
    return undefined;
  }
}
