import { KINDS } from '../chaos/kinds/kinds';
import { eachOnce } from '../support/chaos';

const kinds = KINDS.filter((_, index) => index % 2 === 0);

test(
  'broken once in each of the ways that there are, first half, everything comes to its end',
  () => eachOnce(kinds),
  7_200_000,
);
