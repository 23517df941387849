// As the program itself is read, see tools/typescript.cjs; types are tsc's.
const transform = { '^.+\\.ts$': '@sucrase/jest-plugin' };
const patience = { setupFilesAfterEnv: ['<rootDir>/test/support/patience.ts'] };
/** What only `npm run test:full` runs. */
const FULL = '\\.full\\.test\\.ts$';
const project = (displayName, testMatch, { not = [], ...extra } = {}) => ({
  displayName,
  testMatch,
  transform,
  testPathIgnorePatterns: ['/node_modules/', ...not],
  ...extra,
});
const quick = { not: [FULL], ...patience };
/** What test files of one run have in common, and what removes it: see test/support/run. */
const run = {
  globalSetup: '<rootDir>/test/support/run/setup.ts',
  globalTeardown: '<rootDir>/test/support/run/teardown.ts',
};

export default {
  testSequencer: '<rootDir>/test/sequencer.cjs',
  projects: [
    project('unit', ['<rootDir>/test/**/*.test.ts'], {
      not: [FULL, '/test/e2e/', '/test/offline-plugins/', '/test/host/', '/test/upgrade/'],
      // Pulumi's SDK loads them for what no test asks of it, which takes longer than most files of tests.
      moduleNameMapper: {
        '^(typescript|@npmcli/arborist)$': '<rootDir>/test/support/nothing.cjs',
        '/debuggable$': '<rootDir>/test/support/debuggable.cjs',
      },
      ...patience,
    }),
    project('upgrade', ['<rootDir>/test/upgrade/**/*.test.ts'], quick),
    project('plugins', ['<rootDir>/test/offline-plugins/**/*.test.ts'], quick),
    project('host', ['<rootDir>/test/host/**/*.test.ts'], { ...quick, ...run }),
    project('e2e', ['<rootDir>/test/e2e/**/*.test.ts'], quick),
    project('full', ['<rootDir>/test/**/*.full.test.ts'], { ...patience, ...run }),
  ],
};
