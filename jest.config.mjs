const transform = { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.json' }] };
const project = (displayName, testMatch, extra = {}) => ({ displayName, testMatch, transform, ...extra });

export default {
  testSequencer: '<rootDir>/test/sequencer.cjs',
  projects: [
    project('unit', ['<rootDir>/test/**/*.test.ts'], {
      testPathIgnorePatterns: ['/node_modules/', '/test/e2e/', '/test/offline-plugins/', '/test/host/'],
    }),
    project('plugins', ['<rootDir>/test/offline-plugins/**/*.test.ts']),
    project('host', ['<rootDir>/test/host/**/*.test.ts']),
    project('e2e', ['<rootDir>/test/e2e/**/*.test.ts']),
  ],
};
