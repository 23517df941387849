import { savedKeys } from '../../machines/config/request';
import type { Request } from '../../machines/model/plan';
import { type Asked, OPEN } from '../../machines/model/remedy';
import { shellQuote } from '../../machines/text/shellQuote';

/** A value as it is typed; what is left open is the operator's to type. */
export const typed = (value: string): string => (value === OPEN ? value : shellQuote(value));

/**
 * The options of `pulumi up` that ask for this, each with a space before it: what a stack's configuration
 * holds on to stands where an option does not say otherwise.
 */
export const asOptions = (asked: Asked): string =>
  Object.entries(asked)
    .map(([key, value]) => ` -c ${key}=${typed(String(value))}`)
    .join('');

/** How the front door asks for the same. */
const OPTIONS = {
  commit: '--to',
  scenario: '--scenario',
  service: '--service',
  backup: '--backup',
  stopFirst: '--stop-first',
} as const;

/**
 * The lines that carry a plan out by its id, at the front door and in Pulumi's own words; they ask again
 * for what was asked, which neither need remember.
 */
export function goLine(id: string, request: Request, more = { cli: '', pulumi: '' }): string {
  const saved = savedKeys(request);
  const options = saved
    .filter((key) => key !== 'undo')
    .map((key) => (key === 'stopFirst' ? ` ${OPTIONS[key]}` : ` ${OPTIONS[key]} ${shellQuote(request[key])}`))
    .join('');
  const command = request.undo ? `undo ${request.undo} --confirm ${id}` : `up ${id}${options}`;
  const asked: Asked = { confirm: id, ...Object.fromEntries(saved.map((key) => [key, request[key]])) };
  return `./rollback ${command}${more.cli}  =  pulumi up${asOptions(asked)}${more.pulumi}`;
}

/** The lines that undo a rollback. */
export const undoLine = (id: string): string => `./rollback undo ${id}  =  pulumi up -c undo=${id}`;
