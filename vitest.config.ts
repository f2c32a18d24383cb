// Which test files belong to which register, and what each register needs before it runs.
import { defineConfig } from 'vitest/config';

const never = ['**/node_modules/**', '**/dist/**', 'test/simulation/**'];

export default defineConfig({
  test: {
    maxWorkers: 2,
    // Files of one worker share what they import: loading it anew for each took minutes. No module
    // keeps state of a gateway, so that several may live in one process.
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
          isolate: false,
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
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        // What both engines promise, again on the oldest PostgreSQL server we support.
        test: {
          name: 'server',
          include: ['storage/**/*.test.ts', 'test/{contract,stories}/**/*.test.ts'],
          // Of credentials and of the sample shop the engine knows nothing.
          exclude: [...never, 'storage/embedded*.test.ts', 'test/stories/{merchant,shop}/**'],
          globalSetup: ['test/harness/engine-server.ts'],
          pool: 'forks',
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
