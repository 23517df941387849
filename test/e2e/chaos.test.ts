import { chaos } from '../support/chaos';

test('killed in the middle of a rollback, once with its engine and once without one, everything comes to its end', () => {
  const only = ['--only', 'all,cli-and-step', '--scenario', 'code', '--at', 'restart.begun'];
  const { runs, converged, kills } = chaos(...only);
  expect({ runs, converged, kills }).toEqual({ runs: 2, converged: 2, kills: 2 });
});
