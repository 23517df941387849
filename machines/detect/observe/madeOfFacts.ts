import type { z } from 'zod';
import { Made, MadeImage, type MadeOf } from '../../model/made';
import type { RawFacts } from '../../model/facts';
import { lines } from './decodeFacts';

/** Those of some lines of JSON that are as they should be. */
function parsed<T>(text: string | undefined, schema: z.ZodType<T>): T[] {
  return lines(text).flatMap((line) => {
    try {
      return schema.parse(JSON.parse(line));
    } catch {
      return [];
    }
  });
}

/** What target.sh tells of containers that were not made by the hash of what is checked out; nothing where all were. */
export function madeOf(raw: RawFacts): { readonly made?: MadeOf } {
  const containers = parsed(raw.get('made.containers'), Made);
  if (containers.length === 0) return {};
  return { made: { containers, images: parsed(raw.get('made.images'), MadeImage) } };
}
