import type { CheckFailure } from '../shared/plugin';
import { containsUnknown, plainProps, type Props, type Value } from '../shared/values';

/** What both `Command` and `run` take. */
export interface CommandInputs {
  stdin?: string;
  logging?: string;
  interpreter?: string[];
  dir?: string;
  environment?: Record<string, string>;
  assetPaths?: string[];
  archivePaths?: string[];
  addPreviousOutputInEnv?: boolean;
  create?: string;
  update?: string;
  delete?: string;
  command?: string;
}

type Kind = 'string' | 'bool' | '[]string' | 'map[string]string' | '[]interface {}';

const BASE: Record<string, Kind> = {
  stdin: 'string',
  logging: 'string',
  interpreter: '[]string',
  dir: 'string',
  environment: 'map[string]string',
  assetPaths: '[]string',
  archivePaths: '[]string',
  addPreviousOutputInEnv: 'bool',
};

export interface Shape {
  name: string;
  fields: Record<string, Kind>;
  required: string[];
}

export const COMMAND: Shape = {
  name: 'local.CommandInputs',
  fields: { triggers: '[]interface {}', create: 'string', update: 'string', delete: 'string', ...BASE },
  required: [],
};

export const RUN: Shape = {
  name: 'local.RunInputs',
  fields: { command: 'string', ...BASE },
  required: ['command'],
};

/** What is wrong with the inputs: unknown names, missing ones, wrong types. */
export function checkInputs(shape: Shape, inputs: Props): CheckFailure[] {
  const given = plainProps(inputs);
  const fail = (property: string, reason: string) => ({ property, reason });
  const missing = shape.required
    .filter((name) => given[name] === undefined)
    .map((name) => fail(name, `Missing required field '${name}' on '${shape.name}'`));
  const wrong = Object.entries(given).flatMap(([name, value]) => {
    const kind = shape.fields[name];
    if (!kind) return [fail(name, `Unrecognized field '${name}' on '${shape.name}'`)];
    if (containsUnknown(value) || fits(kind, value)) return [];
    return [
      fail(name, `Field '${name}' on '${shape.name}' must be a '${kind}'; got '${kindOf(value)}' instead`),
    ];
  });
  return [...missing, ...wrong];
}

/** The inputs as the program means them, marks taken off. */
export const commandInputs = (inputs: Props) => plainProps(inputs) as CommandInputs;

function fits(kind: Kind, value: Value): boolean {
  if (kind === 'string') return typeof value === 'string';
  if (kind === 'bool') return typeof value === 'boolean';
  if (kind === '[]interface {}') return Array.isArray(value);
  if (kind === '[]string') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((item) => typeof item === 'string')
  );
}

function kindOf(value: Value): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return 'float64';
  return typeof value === 'boolean' ? 'bool' : 'map[string]interface {}';
}
