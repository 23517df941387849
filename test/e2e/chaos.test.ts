import { chaos } from '../support/chaos';
import { depth } from '../support/depth';

// One that is killed with its engine is in frontDoor.test.
test('killed in the middle of a rollback without its engine, everything comes to its end', () => {
  const only = ['--only', depth('all', 'all,cli-and-step'), '--scenario', 'code', '--at', 'restart.begun'];
  const { runs, converged, kills } = chaos(...only);
  const each = depth(1, 2);
  expect({ runs, converged, kills }).toEqual({ runs: each, converged: each, kills: each });
});
