import { z } from 'zod';

/** A table of which rows were exported; names and types are as SQL has them. */
export const Exported = z.object({
  table: z.string(),
  file: z.string(),
  rows: z.number(),
  /** The columns that the live database has by the same names; none where it has no such table. */
  live: z.array(z.string()),
  is: z.object({
    columns: z.array(
      z.object({ name: z.string(), type: z.string(), generated: z.boolean(), always: z.boolean() }),
    ),
    key: z.array(z.string()),
    references: z.array(z.string()),
  }),
});
export type Exported = z.infer<typeof Exported>;
