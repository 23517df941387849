import type { z } from 'zod';
import { writtenOut } from '../text/escapeControl';
import { Critical } from './fields';
import { Config, Timeouts } from './schema';
import { Deployment } from './deploymentSchema';

/** As much of a text as a line can bear, with what cannot be seen written out. */
const short = (text: string, most: number): string =>
  writtenOut(text.length > most ? `${text.slice(0, most - 3)}…` : text);
/** A value as JSON, as far as a line can bear it. */
export const quote = (value: unknown): string => {
  try {
    return short(JSON.stringify(value) ?? 'nothing', 80);
  } catch {
    return 'something that is nested too deeply';
  }
};

function accepts(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return issue.values.join(', ');
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => message).join(', ');
  if (issue.code === 'invalid_type' && issue.expected === 'object') return 'an object';
  return issue.message;
}

/** A field that is wrong, and how. */
type Problem = readonly [field: string, wrong: string];

function problemsOf(issue: z.core.$ZodIssue, values: unknown): Problem[] {
  const at = (path: readonly PropertyKey[]) =>
    path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], values);
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(schemaAt(issue.path).shape).join(', ');
    return issue.keys.map((key) => [[...issue.path, key].join('.'), `is unknown; known are ${known}`]);
  }
  const got = issue.code === 'invalid_key' ? issue.path.at(-1) : at(issue.path);
  return [[issue.path.join('.'), `got ${quote(got)}; it accepts ${accepts(issue)}`]];
}

/** How many fields are told of, a line each. */
const TOLD = 20;

/** What is wrong with the values of a configuration, a line for each field. */
export function problemsText(issues: readonly z.core.$ZodIssue[], values: unknown): string {
  const problems = issues.flatMap((issue) => problemsOf(issue, values));
  const lines = problems.slice(0, TOLD).map(([field, wrong]) => `config "${short(field, 120)}" ${wrong}`);
  const [next, ...others] = problems.slice(TOLD);
  const more = next && `config "${short(next[0], 120)}" is wrong too, and ${others.length} more`;
  return [...lines, ...(more ? [more] : [])].join('\n');
}

function schemaAt([key, ...path]: readonly PropertyKey[]): z.ZodObject {
  if (key === 'timeouts') return Timeouts;
  if (key !== 'deployment') return Config;
  if (path[0] === 'database') return Deployment.shape.database.unwrap();
  return path[0] === 'critical' ? Critical : Deployment;
}
