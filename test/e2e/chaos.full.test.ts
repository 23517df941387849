import { KINDS } from '../chaos/kinds/kinds';
import { chaos } from '../support/chaos';

const HOURS = 3_600_000;

test(
  'broken once in each of the ways that there are, everything comes to its end',
  () => {
    // The deck deals each kind once before it deals any of them again.
    const each = KINDS.length;
    const { runs, converged } = chaos('--seed', '18', '--runs', String(each));
    expect({ runs, converged }).toEqual({ runs: each, converged: each });
  },
  3 * HOURS,
);

test(
  'the judges find all that is wrong in worlds that are made wrong on purpose',
  () => {
    const { runs, converged } = chaos('--only', 'control', '--runs', '1000');
    expect(runs).toBeGreaterThan(9);
    expect(converged).toBe(runs);
  },
  3 * HOURS,
);
