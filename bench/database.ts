// The bench's own look into the gateway's cluster, and the yardstick's database beside it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { openClient } from '../storage/connection.ts';
import { passwordOf, superuser } from '../storage/embedded/roles.ts';
import { embeddedPort } from '../storage/embedded/settings.ts';
import { migrate } from '../storage/migrate.ts';
import { readRootKeys } from '../storage/root-keys.ts';

export interface Database {
  readonly gateway: pg.Client;
  readonly yardstick: pg.Client;
  /** For pgbench: the environment that leads it to the yardstick's database. */
  readonly environment: Readonly<Record<string, string>>;
  readonly postmaster: number;
  readonly version: string;
  close(): Promise<void>;
}

export const yardstickName = 'yardstick';

/** Connects as superuser and makes the yardstick's database from the same migrations. */
export async function openDatabase(dataFolder: string): Promise<Database> {
  const { socketFolder, postmaster } = placesOf(dataFolder);
  const login = {
    host: socketFolder,
    port: embeddedPort,
    user: superuser,
    password: passwordOf(readRootKeys(dataFolder), superuser),
    application_name: 'bench',
  };
  const gateway = await openClient({ ...login, database: 'gyeol' });
  await gateway.query(`create database ${yardstickName} template template0`);
  const yardstick = await openClient({ ...login, database: yardstickName });
  await migrate(yardstick);
  const version = await gateway.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  );
  return {
    gateway,
    yardstick,
    environment: {
      PGHOST: socketFolder,
      PGPORT: String(embeddedPort),
      PGUSER: superuser,
      PGPASSWORD: login.password,
      PGDATABASE: yardstickName,
      PGAPPNAME: 'yardstick',
    },
    postmaster,
    version: version.rows[0]?.version ?? '',
    async close() {
      await yardstick.end();
      await gateway.end();
    },
  };
}

// Under root the cluster, and with a long path the socket, may lie elsewhere; two files say where.
function placesOf(dataFolder: string): { socketFolder: string; postmaster: number } {
  const place = pointed(join(dataFolder, 'cluster-place.txt')) ?? dataFolder;
  const socketFolder = pointed(join(place, 'socket-folder.txt')) ?? join(place, 'socket');
  const pidFile = readFileSync(join(place, 'cluster', 'postmaster.pid'), 'utf8');
  return { socketFolder, postmaster: Number(pidFile.split('\n', 1)[0]) };
}

function pointed(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** Connections that pgbench may open beside those that the gateway keeps or may still open. */
export async function freeConnections({ gateway }: Database): Promise<number> {
  const found = await gateway.query<{ most: number }>(
    `select current_setting('max_connections')::int as most`,
  );
  return (found.rows[0]?.most ?? 0) - mostConnectionsOfGateway - connectionsOfBench;
}

/** Pools of eight and of four, four writers, the owner lock (server/store.ts, storage/embedded). */
const mostConnectionsOfGateway = 17;
const connectionsOfBench = 2;

export interface Housekeeping {
  readonly checkpoints: number;
  readonly vacuums: number;
  /** Megabytes of write-ahead log. */
  readonly walMegabytes: number;
}

/** Counts since the start of what disturbs a measurement from inside; for differences. */
export async function housekeeping(database: Database): Promise<Housekeeping> {
  const counted = await database.gateway.query<{ done: number; wal: number }>(
    `select num_done::float8 as done,
       (pg_current_wal_lsn() - '0/0'::pg_lsn)::float8 / 1048576 as wal
     from pg_stat_checkpointer`,
  );
  const row = counted.rows[0];
  const vacuums = (await vacuumsIn(database.gateway)) + (await vacuumsIn(database.yardstick));
  return { checkpoints: row?.done ?? 0, walMegabytes: row?.wal ?? 0, vacuums };
}

async function vacuumsIn(client: pg.Client): Promise<number> {
  const counted = await client.query<{ vacuums: number }>(
    `select sum(autovacuum_count + autoanalyze_count)::float8 as vacuums from pg_stat_all_tables`,
  );
  return counted.rows[0]?.vacuums ?? 0;
}
