// As the program itself is read, see tools/typescript.cjs; types are tsc's.
const transform = { '^.+\\.ts$': '@sucrase/jest-plugin' };
const patience = { setupFilesAfterEnv: ['<rootDir>/test/support/patience.ts'] };
const project = (displayName, testMatch, extra = {}) => ({ displayName, testMatch, transform, ...extra });

export default {
  testSequencer: '<rootDir>/test/sequencer.cjs',
  projects: [
    project('unit', ['<rootDir>/test/**/*.test.ts'], {
      testPathIgnorePatterns: ['/node_modules/', '/test/e2e/', '/test/offline-plugins/', '/test/host/'],
    }),
    project('plugins', ['<rootDir>/test/offline-plugins/**/*.test.ts'], patience),
    project('host', ['<rootDir>/test/host/**/*.test.ts'], patience),
    project('e2e', ['<rootDir>/test/e2e/**/*.test.ts'], patience),
  ],
};
