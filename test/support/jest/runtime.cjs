const { default: Runtime } = require('jest-runtime');

/** Packages that keep nothing between two callers, and take longer to load than most files of tests to run. */
const SHARED = new Set([
  'commander',
  'fast-check',
  'picocolors',
  'wrap-ansi',
  'xstate',
  'xstate/graph',
  'yaml',
  'zod',
]);

/** Jest loads every module anew for each file of tests. These a worker loads once, and no test can put another in their place. */
module.exports = class extends Runtime {
  requireModuleOrMock(from, name) {
    return SHARED.has(name) ? require(name) : super.requireModuleOrMock(from, name);
  }
};
