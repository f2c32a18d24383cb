// A whole gateway for one test file: its own database, a free port, a temporary data folder.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Gateway, startGateway } from '../../server/compose.ts';
import type { Config } from '../../server/config.ts';
import { createDatabase, urlOfApp } from './database.ts';
import { moveClock } from './sandbox.ts';

export interface TestGateway {
  readonly url: string;
  readonly gateway: Gateway;
  /** Of who owns the database. */
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
    ...rolesOf(first.databaseUrl),
    ...overrides,
  });
}

/** As with the embedded engine: who serves may do no more than its table of rights says. */
function rolesOf(ownerUrl: string): Pick<Config, 'databaseUrl' | 'databaseOwnerUrl'> {
  return { databaseUrl: urlOfApp(ownerUrl), databaseOwnerUrl: ownerUrl };
}

/** A table that somebody holds fast takes no rights, so nobody gives any. */
export function asItsOwner({
  databaseUrl,
}: Pick<TestGateway, 'databaseUrl'>): Pick<Config, 'databaseUrl' | 'databaseOwnerUrl'> {
  return { databaseUrl, databaseOwnerUrl: null };
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
    ...rolesOf(database.url),
    ...(overrides.databaseUrl === undefined ? {} : { databaseOwnerUrl: null }),
    ...overrides,
  });
  if (overrides.mode !== 'live') await leaveMidnightBehind(gateway.url);
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

/** What is sold today is captured at midnight in Seoul, which must not come in mid-test. */
async function leaveMidnightBehind(url: string): Promise<void> {
  const dayMs = 24 * 3_600_000;
  const sinceMidnight = (Date.now() + 9 * 3_600_000) % dayMs;
  if (dayMs - sinceMidnight < 10 * 60_000) await moveClock(url, { advance: 'PT11M' });
}
