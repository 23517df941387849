import type { Tampering } from '../audit/attempts';
import type { Decision } from './decision';
import type { Facts } from './facts';
import { refuse } from './model';

/**
 * An altered journal blocks everything until an operator acknowledges it, by an id that is good for the
 * file as it is now. The update that does so does nothing else, so that what follows is previewed.
 */
export function alteredJournal(tampered: Tampering, confirm: string, facts: Facts): Decision {
  const id = `r-${tampered.sha256.slice(0, 8)}`;
  const what = `line ${tampered.line} of the journal is not as it was written: somebody altered it`;
  if (confirm !== id) {
    const got = confirm ? { got: `config "confirm" ${confirm}` } : {};
    return {
      kind: 'refused',
      facts,
      refusal: refuse(
        what,
        `find out who did; keep a copy of the file; to go on with it as it is now: pulumi up -c confirm=${id}`,
        { ...got, accepts: id },
      ),
    };
  }
  return {
    kind: 'refused',
    facts,
    refusal: refuse(
      `${what}; with this update it is acknowledged as it is now, and nothing else is done`,
      'pulumi config rm confirm, then pulumi up',
    ),
    acknowledge: tampered,
  };
}
