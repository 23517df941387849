import type { Code } from '../../machines/model/codes';
import type { Failure } from '../report/answers';
import { LOCKED, MISSING, type Operation } from './operations';

/** Why a preview has come to no end. */
export function failureOf({ complaint, errors }: Operation, exit: number): Failure {
  const message = [...errors, complaint].filter(Boolean).join('\n') || 'pulumi has said nothing';
  const code = (): Code => {
    if (exit === 130) return 'cli.stopped';
    if (LOCKED.test(complaint)) return 'stack.locked';
    return MISSING.test(complaint) ? 'stack.unknown' : 'pulumi.failed';
  };
  return { v: 1, status: 'error', code: code(), message };
}
