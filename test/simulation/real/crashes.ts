// Real crashes: a server on its embedded database is killed again and again, and then audited.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { prepareDataFolder } from '../../../storage/data-folder.ts';
import { openEmbedded } from '../../../storage/embedded.ts';
import { call, operatorKey } from '../../harness/shop.ts';
import { audit } from '../auditor/audit.ts';
import { createDice } from '../dice.ts';
import { createHistory, type History } from '../history.ts';
import { killDatabase, type RealServer, startRealServer } from './server.ts';
import { openStreet } from './shops.ts';

export interface RealResult {
  readonly differences: readonly string[];
  readonly orders: number;
  readonly cancels: number;
}

interface Plan {
  readonly seed: number;
  readonly crashes: number;
}

export async function playRealCrashes({ seed, crashes }: Plan): Promise<RealResult> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'gyeol-simulation-'));
  const dice = createDice(`gyeol, really ${seed}`);
  const history = createHistory();
  try {
    for (let life = 1; life <= crashes; life += 1) {
      const server = await startRealServer(dataFolder);
      let over = false;
      const isOver = () => over;
      const street = openStreet({ url: server.url, life: `life${life}`, dice, history, isOver });
      if (dice.chance(0.3)) {
        await pause(dice.whole(100, 800));
        killDatabase(dataFolder);
      }
      await pause(dice.whole(300, 2_500));
      over = true;
      await server.kill();
      await street.catch(() => {});
    }
    const differences = await settleAndAudit(dataFolder, history);
    return { differences, orders: history.orders.length, cancels: history.cancels.length };
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** What a killed server had leased stays leased for half a minute of the database's own time. */
const leaseMs = 31_000;

/** Two quiet lives, because a start takes over only what is old enough to have been given up. */
async function settleAndAudit(dataFolder: string, history: History): Promise<string[]> {
  const broken = [...(await liveQuietly(dataFolder)), ...(await liveQuietly(dataFolder))];
  const first = await auditFolder(dataFolder, history);
  if (first.length === 0) return broken;
  await pause(leaseMs);
  broken.push(...(await liveQuietly(dataFolder)));
  return [...broken, ...(await auditFolder(dataFolder, history))];
}

async function liveQuietly(dataFolder: string): Promise<string[]> {
  const server = await startRealServer(dataFolder);
  await letTimePass(server);
  const code = await server.stop();
  return code === 0 ? [] : [`the server ended with ${code} when it was told to stop`];
}

/** Until everything that was unknown has its end; then what was sold is captured and paid out. */
async function letTimePass({ url }: RealServer): Promise<void> {
  for (const advance of ['PT30S', 'PT2M', 'PT2M', 'PT5M', 'PT30M', 'PT2H', 'P1D', 'P30D']) {
    await call(url, {
      method: 'POST',
      path: '/sandbox/clock',
      key: operatorKey,
      body: { advance },
    });
  }
}

async function auditFolder(folder: string, history: History): Promise<string[]> {
  const data = prepareDataFolder({ folder, mode: 'sandbox' });
  const engine = await openEmbedded({ data, log: () => {} });
  const client = new pg.Client(engine.ownerConnection);
  client.on('error', () => {});
  try {
    await client.connect();
    const merchants = await client.query<{ id: string }>('select id::text from merchant');
    return await audit({ client, merchantIds: merchants.rows.map(({ id }) => id), history });
  } finally {
    await client.end();
    await engine.close();
  }
}
