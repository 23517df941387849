import { savedKeys } from '../../machines/config/request';
import type { Request } from '../../machines/model/plan';
import { type Asked, OPEN } from '../../machines/model/remedy';
import { shellQuote } from '../../machines/text/shellQuote';

/** A value as it is typed; what is left open is the operator's to type. */
export const typed = (value: string): string => (value === OPEN ? value : shellQuote(value));

type Supplies = Pick<Asked, 'variables' | 'envFiles' | 'profiles'>;
const LISTS = ['envFiles', 'profiles'] as const;

type Options = readonly (readonly [key: string, value: string])[];

/** The options of Pulumi for what Compose is given: each kind as a whole, as JSON, whatever is configured. */
export const supplyOptions = (asked: Supplies): Options =>
  (['variables', ...LISTS] as const).flatMap((key) =>
    asked[key] ? [[`deployment.${key}`, JSON.stringify(asked[key])] as const] : [],
  );

/**
 * The same beside what is configured, each variable by its name: Pulumi saves a kind that is asked for as a whole as text,
 * and then takes no name below it.
 */
const supplyBeside = ({ variables = {}, envFiles, profiles }: Supplies): Options => [
  ...Object.entries(variables).map(([name, value]) => [`deployment.variables.${name}`, value] as const),
  ...supplyOptions({ envFiles, profiles }),
];

/** Keys that lead below another one are options of Pulumi's only by a path. */
const BY_PATH = ' --config-path';

/**
 * The options of `pulumi up` that ask for this, each with a space before it: what a stack's configuration
 * holds on to stands where an option does not say otherwise.
 */
export function asOptions(
  { variables, envFiles, profiles, ...asked }: Asked,
  options: (supplies: Supplies) => Options = supplyOptions,
): string {
  const plain = Object.entries(asked).map(([key, value]) => ` -c ${key}=${typed(String(value))}`);
  const below = options({ variables, envFiles, profiles }).map(
    ([key, value]) => ` -c ${key}=${typed(value)}`,
  );
  return [...plain, ...below, ...(below.length > 0 ? [BY_PATH] : [])].join('');
}

/** How the front door asks for the same. */
const OPTIONS = {
  commit: '--to',
  scenario: '--scenario',
  service: '--service',
  backup: '--backup',
  stopFirst: '--stop-first',
} as const;

/** The options of the front door for what Compose is given. Profiles it has none for: they are configured. */
const supplyWords = ({ variables = {}, envFiles = [] }: Supplies): string[] => [
  ...Object.entries(variables).map(([name, value]) => ` --var ${name}=${typed(value)}`),
  ...envFiles.map((file) => ` --env-file ${typed(file)}`),
];

/** A request as the options of the front door, and as keys of the configuration. */
function optionsOf(request: Request): { readonly options: string; readonly asked: Asked } {
  const saved = savedKeys(request);
  const options = saved
    .filter((key) => key !== 'undo')
    .map((key) =>
      key === 'stopFirst' ? ` ${OPTIONS[key]}` : ` ${OPTIONS[key]} ${shellQuote(request[key])}`,
    );
  const { variables, envFiles, profiles } = request;
  return {
    options: [...options, ...supplyWords(request)].join(''),
    asked: { ...Object.fromEntries(saved.map((key) => [key, request[key]])), variables, envFiles, profiles },
  };
}

/** The lines that ask for all of a request, at the front door and in Pulumi's own words. */
export function askLine(request: Request): string {
  const { options, asked } = optionsOf(request);
  return `./rollback up${options}  =  pulumi up${asOptions(asked, supplyBeside)}`;
}

/**
 * The lines that carry a plan out by its id, at the front door and in Pulumi's own words; they ask again
 * for what was asked, which neither need remember.
 */
export function goLine(id: string, request: Request, more = { cli: '', pulumi: '' }): string {
  const { options, asked } = optionsOf(request);
  const command = request.undo ? `undo ${request.undo} --confirm ${id}` : `up ${id}${options}`;
  return `./rollback ${command}${more.cli}  =  pulumi up${asOptions({ confirm: id, ...asked }, supplyBeside)}${more.pulumi}`;
}

/** The lines that undo a rollback. */
export const undoLine = (id: string): string => `./rollback undo ${id}  =  pulumi up -c undo=${id}`;
