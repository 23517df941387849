import { z } from 'zod';
import { Config } from '../../machines/config/schema';

/** A key of the configuration as its documentation needs it. */
interface ConfigKey {
  /** Nested keys joined by dots, as `pulumi config set --path` takes them. */
  readonly key: string;
  readonly type: string;
  readonly default: unknown;
  readonly meaning: string;
}

interface Described {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Described>>;
}

/** The keys of the schema, each before those nested in it; what is only read for the sake of older stacks has no meaning. */
export function configKeys(): ConfigKey[] {
  const schema = z.toJSONSchema(Config, { io: 'input', unrepresentable: 'any' }) as Described;
  return nested(schema, '').filter(({ key }) => key !== 'strategy');
}

function nested({ properties = {} }: Described, prefix: string): ConfigKey[] {
  return Object.entries(properties).flatMap(([name, described]) => {
    const key = `${prefix}${name}`;
    const own = {
      key,
      type: described.type ?? '',
      default: described.default,
      meaning: described.description ?? '',
    };
    return [own, ...nested(described, `${key}.`)];
  });
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === '' || JSON.stringify(value) === '{}';

const shown = (value: unknown): string => {
  if (isEmpty(value)) return 'none';
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
};

/** README.md's table of the configuration. A key with keys of its own has its defaults in their rows. */
export function configTable(): string {
  const keys = configKeys();
  const rows = keys.map(({ key, default: value, meaning }) => {
    const isParent = keys.some((other) => other.key.startsWith(`${key}.`));
    return `| \`${key}\` | ${isParent ? 'below' : shown(value)} | ${meaning.replaceAll('|', '\\|')} |`;
  });
  return ['| key | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}
