import { KINDS } from '../chaos/kinds/kinds';
import { eachOnce } from '../support/chaos';

const kinds = KINDS.filter((_, index) => index % 2 === 1);

test(
  'broken once in each of the ways that there are, second half, everything comes to its end',
  () => eachOnce(kinds),
  7_200_000,
);
