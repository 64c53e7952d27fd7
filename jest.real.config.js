import base from './jest.config.js';

/** What runs against the real parts (`npm run test:real`): `*.real.spec.ts`, one file at a time, because each starts servers. */
export default {
  ...base, reporters: ['default', '<rootDir>/tools/jest/parts-table.mjs'],
  testMatch: ['**/src/**/*.real.spec.ts'], testPathIgnorePatterns: ['/node_modules/'], maxWorkers: 1, testTimeout: 120_000,
};
