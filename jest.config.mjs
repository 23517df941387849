// As the program itself is read, see tools/typescript.cjs; types are tsc's.
const transform = { '^.+\\.ts$': '@sucrase/jest-plugin' };
/** Not where Pulumi's SDK runs the program: it waits for promises of its own realm only. */
const shared = { runtime: '<rootDir>/test/support/jest/runtime.cjs' };
const patience = { setupFilesAfterEnv: ['<rootDir>/test/support/jest/patience.ts'] };
// Pulumi's SDK loads them for what no test asks of it, which takes longer than most files of tests.
const light = {
  moduleNameMapper: {
    '^(typescript|@npmcli/arborist)$': '<rootDir>/test/support/jest/nothing.cjs',
    '/debuggable$': '<rootDir>/test/support/jest/debuggable.cjs',
  },
};
/** What only `npm run test:full` runs. */
const FULL = '\\.full\\.test\\.ts$';
/** What starts programs, of this project or others, and waits for them. */
const PROCESS = '\\.process\\.test\\.ts$';
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
      not: [
        FULL,
        PROCESS,
        '/test/index\\.test\\.ts$',
        ...['e2e', 'deployments', 'offline-plugins', 'host', 'upgrade', 'demo/contract'].map(
          (name) => `/test/${name}/`,
        ),
      ],
      ...light,
      ...shared,
      ...patience,
    }),
    project('process', ['<rootDir>/test/**/*.process.test.ts'], { ...light, ...shared, ...quick }),
    project('program', ['<rootDir>/test/index.test.ts'], { ...light, ...quick }),
    project('upgrade', ['<rootDir>/test/upgrade/**/*.test.ts'], { ...light, ...quick }),
    project('plugins', ['<rootDir>/test/offline-plugins/**/*.test.ts'], quick),
    project('demo', ['<rootDir>/test/demo/contract/*.test.ts'], { ...shared, ...quick }),
    project('host', ['<rootDir>/test/host/**/*.test.ts'], { ...shared, ...quick, ...run }),
    project('e2e', ['<rootDir>/test/e2e/**/*.test.ts'], { ...shared, ...quick }),
    project('deployments', ['<rootDir>/test/deployments/**/*.test.ts'], { ...shared, ...quick, ...run }),
    project('full', ['<rootDir>/test/**/*.full.test.ts'], { ...patience, ...run }),
  ],
};
