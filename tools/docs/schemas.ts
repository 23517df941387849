import { z } from 'zod';
import { Failure, History, Inspection, Report } from '../../cli/report/answers';
import { Checked } from '../../cli/report/checked';
import { Releases } from '../../cli/report/releases';

/** Fields may be added to an object: a schema that forbids others would be wrong by then. */
const isOpen = ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
  delete jsonSchema.additionalProperties;
};

const schemaOf = (answer: z.ZodType): string =>
  `${JSON.stringify(z.toJSONSchema(z.union([answer, Failure]), { override: isOpen }), null, 2)}\n`;

/** The files of docs/json/: what `./rollback … --json` prints, as JSON Schema. */
export const SCHEMAS: Readonly<Record<string, () => string>> = {
  'look.schema.json': () => schemaOf(Inspection),
  'check.schema.json': () => schemaOf(Checked),
  'history.schema.json': () => schemaOf(History),
  'releases.schema.json': () => schemaOf(Releases),
  'report.schema.json': () => schemaOf(Report),
};
