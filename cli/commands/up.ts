import { agrees } from '../terminal/prompt';
import type { Session } from '../pulumi/session';
import { exitOf, operate, update } from '../pulumi/operations';
import { typed } from '../pulumi/process';
import { type Asked, configWords, requestWords } from '../requestOptions';

export interface Consent {
  /** Answers the question beforehand. */
  readonly yes?: boolean;
  /** Ends with 1 where something of a recovery is unproven. */
  readonly strict?: boolean;
  /** undo: the id of its plan, which was shown. */
  readonly confirm?: string;
}

/**
 * Rolls back. With the id of a plan that was shown: at once, and only if it still is that plan. Else
 * it is previewed first, and what is confirmed is the plan that was shown.
 */
export function up(session: Session, plan: string | undefined, options: Asked & Consent): Promise<number> {
  const request = requestWords(options);
  if (plan) return update(session, updateWords(plan, request), options.strict);
  return previewed(session, request, options, 'Type yes to roll back:');
}

/** Takes a rollback back: previewed and asked for as `up` does. */
export function undo(
  session: Session,
  id: string,
  options: Pick<Asked, 'reason'> & Consent,
): Promise<number> {
  const request = [...configWords({ undo: id }), ...requestWords(options)];
  if (options.confirm) return update(session, updateWords(options.confirm, request));
  return previewed(session, request, options, `Type yes to undo ${id}:`);
}

const updateWords = (plan: string, request: readonly string[]): string[] => [
  'up',
  '--skip-preview',
  ...configWords({ confirm: plan }),
  ...request,
];

async function previewed(
  session: Session,
  request: readonly string[],
  { yes, strict }: Consent,
  question: string,
): Promise<number> {
  const shown = await operate(session, ['preview', ...request]);
  const code = exitOf(session, shown);
  const { status, plan } = shown.outputs;
  if (code !== 0) return code;
  if (status === 'refused') return 1;
  if (status !== 'planned' || !plan?.id) return 0;
  const words = updateWords(plan.id, request);
  return yes || (await agrees(session, question, typed(words))) ? update(session, words, strict) : 1;
}
