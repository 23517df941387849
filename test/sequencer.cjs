const { default: Sequencer } = require('@jest/test-sequencer');

/** The longest first, so that no worker is left alone with one at the end. */
const ORDER = ['e2e', 'demo', 'deployments', 'host'];

/** Jest goes by how long a file took; where it does not know yet, as on a fresh clone, by its project, then by its size. */
module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    const rank = ({ context }) => {
      const place = ORDER.indexOf(context.config.displayName?.name);
      return place === -1 ? ORDER.length : place;
    };
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
};
