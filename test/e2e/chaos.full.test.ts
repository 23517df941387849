import { chaos } from '../support/chaos';

const HOURS = 3_600_000;

test(
  'in all the ways that there are, each at some of its places, everything comes to its end',
  () => {
    const { runs, converged } = chaos('--seed', '18', '--runs', '100');
    expect({ runs, converged }).toEqual({ runs: 100, converged: 100 });
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
