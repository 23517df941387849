import { keptText, passOn } from './configFiles';
import type { Session } from './session';
import { type Ran, typed } from './process';

/** The outputs that the door reads. */
export interface ProgramOutputs {
  readonly status?: string;
  readonly plan?: { readonly id?: string } | null;
  readonly next?: string;
  readonly unproven?: readonly string[];
  readonly audit?: { readonly newest?: readonly { readonly id: string; readonly summary: string }[] };
}

/** How an operation on the stack has ended. */
export type Operation = Ran & { readonly outputs: ProgramOutputs; readonly errors: readonly string[] };

export const LOCKED = /currently locked/;
export const MISSING = /no stack (named|selected)/;

/** What the program says of Pulumi's table of resources, which the door does not show. */
const ofTheTable = (): string =>
  (module.require('../../audit/text/summary') as typeof import('../../audit/text/summary')).STAYS;

/** Tells what can be seen of the deployment at once, unless the program, which looks closer, was sooner. */
async function tellAtOnce({ output, place, glance }: Session, isTold: () => boolean): Promise<void> {
  if (!glance) return;
  try {
    const { settingsInFile } = module.require('./fileSettings') as typeof import('./fileSettings');
    const seen = await glance(settingsInFile(place).deployment.directory);
    if (seen !== undefined && !isTold()) output.write(seen);
  } catch {
    // A configuration that cannot be used is told by the program.
  }
}

/** Prints a `pulumi` line and does it; what the program tells is shown as it comes. */
export async function operate(session: Session, words: readonly string[]): Promise<Operation> {
  const { output, pulumi, place } = session;
  const errors: string[] = [];
  let isTold = false;
  output.typed(typed(words));
  const running = pulumi.operate(words, ({ severity, text, of }) => {
    isTold = true;
    // What a preview refuses it has told at length.
    if (severity === 'warning' && text.startsWith('refused, nothing was touched')) return;
    const label = severity === 'error' || severity === 'warning' ? `${severity}: ` : '';
    const lines = severity === 'warning' ? text.split('\n').filter((line) => line !== ofTheTable()) : [text];
    if (severity === 'error') errors.push(text);
    output.write(`${label}${of ? `${of}: ` : ''}${lines.join('\n')}`);
  });
  void tellAtOnce(session, () => isTold);
  const ran = await running.finally(() => (isTold = true));
  passOn(place);
  if (ran.complaint) output.write(ran.complaint);
  const stack = place.stack === 'production' ? '' : ` --stack ${place.stack}`;
  const isCut = (ran.killed || pulumi.interrupted > 0) && words[0] !== 'preview';
  // Whatever end the program comes to has outputs, a refusal too.
  const isLost = words[0] === 'up' && ran.begun && ran.code !== 0 && Object.keys(ran.outputs).length === 0;
  if (MISSING.test(ran.complaint)) output.write(`DO     pulumi stack init ${place.stack}`);
  else if (isCut || isLost || LOCKED.test(ran.complaint)) output.write(`DO     ./rollback recover${stack}`);
  return { ...ran, errors };
}

/**
 * Does an update and tells how it ended: what Pulumi would show as outputs. A bad end the program has told itself. `strict`:
 * a recovery of which something is unproven ends with 1.
 */
export async function update(session: Session, words: readonly string[], strict = false): Promise<number> {
  const ran = await operate(session, words);
  const { plan, audit, next, unproven = [] } = ran.outputs;
  const entry = audit?.newest?.find(({ id }) => id === plan?.id);
  if (ran.code === 0 && entry) session.output.write([`END    ${entry.summary}`]);
  if (unproven.length > 0) session.output.write(unproven.map((what) => `UNPROVEN ${what}`));
  if (next) session.output.write([`DO     ${nextHere(session, next)}`]);
  const code = exitOf(session, ran);
  return code === 0 && strict && unproven.length > 0 ? 1 : code;
}

/** The line for whoever asked here, where nothing of what was asked is kept. */
function nextHere({ place, root }: Session, next: string): string {
  const { withoutForgotten } = module.require(
    '../../audit/text/savedRequest',
  ) as typeof import('../../audit/text/savedRequest');
  const { isDefault } = module.require(
    '../../machines/config/request',
  ) as typeof import('../../machines/config/request');
  return withoutForgotten(next, (key) => {
    const text = keptText(place, root, key);
    return text !== undefined && !isDefault(key, text);
  });
}

/** The exit code of a run: 130 where the operator has stopped it. */
export const exitOf = ({ pulumi }: Session, { code }: Ran): number => (pulumi.interrupted > 0 ? 130 : code);
