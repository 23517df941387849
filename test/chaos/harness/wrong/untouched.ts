import type { Stage } from '../kind';
import { anew, sql, type Wrong, type Wrongs } from './world';

/** Nothing was begun, and yet something is another than it was. */
const moved = (what: string, make: (stage: Stage) => void, kind = 'stuck'): Wrong => ({
  isUntouched: true,
  says: new RegExp(`^${kind}: not as before: ${what}`),
  make,
});

export const UNTOUCHED: Wrongs = {
  'untouched, the checkout is on no branch': moved('the checkout', ({ world }) => {
    world.git('checkout', '-q', '--detach');
  }),
  'untouched, a name is that of another image': moved('the names of images', ({ world }) =>
    world.images.deploy('v1'),
  ),
  'untouched, a service runs another release': moved('the images that run', (stage) => {
    stage.world.images.deploy('v1');
    anew('api')(stage);
  }),
  'untouched, a service has another container': moved('the containers', anew('api')),
  'untouched, the live database is another': moved(
    'the oid of the live database',
    sql(
      'ALTER DATABASE app RENAME TO old; CREATE DATABASE app TEMPLATE old; ALTER DATABASE old RENAME TO app_shadow_00c0ffee',
    ),
  ),
  'untouched, a row is gone': moved(
    'the live database',
    sql('DELETE FROM goods WHERE id = 7', 'app'),
    'lost',
  ),
};
