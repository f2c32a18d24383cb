// Which test files belong to which register, and what each register needs before it runs.
import { defineConfig } from 'vitest/config';

const never = ['**/node_modules/**', '**/dist/**', 'test/simulation/**'];

export default defineConfig({
  test: {
    // One more than the cores of the smallest machine: many tests wait for a database or a browser.
    maxWorkers: 3,
    projects: [
      {
        // Pure rules: no database, no waiting.
        test: {
          name: 'unit',
          include: [
            '{core,wire,rails,scripts,checkout}/**/*.test.ts',
            'test/architecture.test.ts',
            'test/docs/**/*.test.ts',
          ],
          exclude: never,
          pool: 'threads',
          // Thousands of drawn cases take a while where much else runs.
          testTimeout: 60_000,
        },
      },
      {
        // Everything that stores, on the PostgreSQL that ships with the packages.
        test: {
          name: 'embedded',
          include: ['{storage,server,cli}/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...never, 'test/architecture.test.ts', 'test/docs/**'],
          globalSetup: ['test/harness/engine-embedded.ts'],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        // What both engines promise, again on the oldest PostgreSQL server we support: contracts, and
        // the stories of money, races and due work. What the forms of a dialect say, no engine changes.
        test: {
          name: 'server',
          include: [
            'storage/**/*.test.ts',
            'test/contract/**/*.test.ts',
            'test/stories/{cancel,notices,payment,restoration,settlement,storage}/**/*.test.ts',
            'test/stories/sandbox/two-servers-*.test.ts',
          ],
          // The simulation is about time, messages and crashes: one engine is enough for it.
          exclude: [...never, 'storage/embedded*.test.ts', 'test/contract/simulation-*.test.ts'],
          globalSetup: ['test/harness/engine-server.ts'],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
