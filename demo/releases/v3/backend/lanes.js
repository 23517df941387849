// Queries are prepared under a lane's name, so the server plans them once and lanes do not wait for each other.
const lanes = ['North', 'East', 'South'];
let turn = 0;

/** A query to be run in the lane whose turn it is. */
export function inNextLane(name, text) {
  turn = (turn % lanes.length) + 1;
  return { name: `${name}_${lanes[turn].toLowerCase()}`, text };
}
