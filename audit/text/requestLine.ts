import { savedKeys, SUPPLIES } from '../../machines/config/request';
import type { Request } from '../../machines/model/request';
import { type Asked, OPEN } from '../../machines/model/remedy';
import { shellQuote } from '../../machines/text/shellQuote';

/** A value as it is typed; what is left open is the operator's to type. */
export const typed = (value: string): string => (value === OPEN ? value : shellQuote(value));

type Supplies = Pick<Asked, 'variables' | 'envFiles' | 'profiles'>;

/**
 * The options of Pulumi for what Compose is given: each kind as JSON below a key of its own. An option below `deployment`
 * would have Pulumi forget all else of it.
 */
export const supplyOptions = (asked: Supplies): readonly (readonly [key: string, value: string])[] =>
  SUPPLIES.flatMap((key) => (asked[key] ? [[key, JSON.stringify(asked[key])] as const] : []));

/**
 * The options of `pulumi up` that ask for this, each with a space before it: what a stack's configuration
 * holds on to stands where an option does not say otherwise.
 */
export function asOptions({ variables, envFiles, profiles, ...asked }: Asked): string {
  const plain = Object.entries(asked).map(([key, value]) => ` -c ${key}=${typed(String(value))}`);
  const supplied = supplyOptions({ variables, envFiles, profiles }).map(
    ([key, value]) => ` -c ${key}=${shellQuote(value)}`,
  );
  return [...plain, ...supplied].join('');
}

/** How the front door asks for the same. */
const OPTIONS = {
  commit: '--to',
  scenario: '--scenario',
  service: '--service',
  backup: '--backup',
  stopFirst: '--stop-first',
  settings: '--settings',
} as const;

/** The options of the front door for what Compose is given. Profiles it has none for: they are configured. */
const supplyWords = ({ variables = {}, envFiles = [] }: Request): string[] => [
  ...Object.entries(variables).map(([name, value]) => ` --var ${name}=${typed(value)}`),
  ...envFiles.map((file) => ` --env-file ${typed(file)}`),
];

/** A request as the options of the front door, and as keys of the configuration. */
function optionsOf(request: Request): { readonly options: string; readonly asked: Asked } {
  const saved = savedKeys(request);
  const options = saved
    .filter((key) => key !== 'undo')
    .map((key) => (key === 'stopFirst' ? ` ${OPTIONS[key]}` : ` ${OPTIONS[key]} ${typed(request[key])}`));
  const { variables, envFiles, profiles } = request;
  return {
    options: [...options, ...supplyWords(request)].join(''),
    asked: { ...Object.fromEntries(saved.map((key) => [key, request[key]])), variables, envFiles, profiles },
  };
}

/** The lines that ask for all of a request, at the front door and in Pulumi's own words. */
export function askLine(request: Request): string {
  const { options, asked } = optionsOf(request);
  return `./rollback up${options}  =  pulumi up${asOptions(asked)}`;
}

/** Whether the front door has words for all that is asked. */
const isTold = (asked: Asked): asked is Partial<Request> =>
  Object.entries(asked).every(([key, value]) => key in OPTIONS && value !== '');

/**
 * The line that asks for something instead of what was asked, what the stack holds standing beside it: with the request, at the front door as well, which keeps nothing
 * and is told all of it; alone where the front door has no words for it.
 */
export function insteadLine(command: 'update' | 'preview', asked: Asked, request?: Request): string {
  const line = `pulumi ${command === 'update' ? 'up' : 'preview'}${asOptions(asked)}`;
  if (!request || !isTold(asked)) return line;
  const { options } = optionsOf({ ...request, ...asked });
  const { scenario, service } = asked;
  const isRestart = command === 'update' && scenario === 'infrastructure' && service !== undefined;
  if (isRestart) return `./rollback restart ${service.split(',').map(typed).join(' ')}  =  ${line}`;
  return `./rollback${command === 'update' ? ' up' : ''}${options}  =  ${line}`;
}

/**
 * The lines that carry a plan out by its id, at the front door and in Pulumi's own words; they ask again
 * for what was asked, which neither need remember.
 */
export function goLine(id: string, request: Request, more = { cli: '', pulumi: '' }): string {
  const { options, asked } = optionsOf(request);
  const command = request.undo ? `undo ${request.undo} --confirm ${id}` : `up ${id}${options}`;
  return `./rollback ${command}${more.cli}  =  pulumi up${asOptions({ confirm: id, ...asked })}${more.pulumi}`;
}

/** The lines that undo a rollback. */
export const undoLine = (id: string): string => `./rollback undo ${id}  =  pulumi up -c undo=${id}`;
