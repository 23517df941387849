import { chaos } from '../support/chaos';

test('the judges find all that is wrong in worlds that are made wrong on purpose', () => {
  const { runs, converged } = chaos('--only', 'control', '--runs', '1000');
  expect(runs).toBeGreaterThan(9);
  expect(converged).toBe(runs);
}, 3_600_000);
