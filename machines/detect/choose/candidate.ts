import type { Facts } from '../../model/facts';
import { previousRelease } from '../history/releases';
import type { Choice } from './choiceType';

/**
 * The commit that a choice leads to, whose facts are collected before anything is planned: the target, for an undo the
 * release that it returns to. Nothing where no plan is made, or a finished one is read from the journal.
 */
export function candidateOf(choice: Choice, facts: Facts): string | undefined {
  switch (choice.kind) {
    case 'go':
      return choice.commit;
    case 'restart':
      return facts.git.head ?? '';
    case 'undo':
      return choice.of.plan.from.commit;
    case 'resume':
      return choice.of.plan.action === 'undo' ? undefined : choice.of.plan.to.commit;
    case 'refused': {
      const previous = choice.refusal.recommends && previousRelease(facts);
      return previous && 'commit' in previous ? previous.commit : undefined;
    }
    case 'replay':
    case 'byHand':
    case 'healthy':
      return undefined;
  }
}
