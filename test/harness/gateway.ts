// A whole gateway for one test file: its own database, a free port, a temporary data folder.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Gateway, startGateway } from '../../server/compose.ts';
import type { Config } from '../../server/config.ts';
import { createDatabase } from './database.ts';

export interface TestGateway {
  readonly url: string;
  readonly gateway: Gateway;
  readonly databaseUrl: string;
  readonly dataFolder: string;
  stop(): Promise<void>;
}

/** A second server process's worth of gateway on the database and keys of the first. */
export async function openBeside(
  first: Pick<TestGateway, 'dataFolder' | 'databaseUrl'>,
  overrides: Partial<Config> = {},
): Promise<Gateway> {
  return startGateway({
    ...quietly,
    dataFolder: first.dataFolder,
    databaseUrl: first.databaseUrl,
    ...overrides,
  });
}

const quietly = {
  port: 0,
  host: '127.0.0.1',
  mode: 'sandbox',
  publicUrl: null,
  logLevel: 'silent',
  trustedProxies: [],
} as const;

export async function openGateway(overrides: Partial<Config> = {}): Promise<TestGateway> {
  const database = await createDatabase();
  const dataFolder = mkdtempSync(join(tmpdir(), 'gyeol-test-'));
  const gateway = await startGateway({
    ...quietly,
    dataFolder,
    databaseUrl: database.url,
    ...overrides,
  });
  return {
    url: gateway.url,
    gateway,
    databaseUrl: database.url,
    dataFolder,
    async stop() {
      await gateway.close();
      await database.drop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
