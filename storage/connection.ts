// How pg clients are opened: types decoded the same everywhere, and a listener on every client.
import pg from 'pg';

const int8 = 20;
const date = 1082;

/** int8 as bigint, dates as text: pg's own defaults would be text and a local-time Date. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === int8) return BigInt;
    if (oid === date) return (text: string) => text;
    return pg.types.getTypeParser(oid, format as 'text');
  }) as pg.CustomTypesConfig['getTypeParser'],
};

export type ConnectionSettings = pg.ClientConfig;

/** A database that says nothing at all must not hold a caller: TCP alone would wait for minutes. */
const connectWithinMs = 3_000;
const readWithinMs = 10_000;

export function openPool(settings: ConnectionSettings, size: number): pg.Pool {
  const pool = new pg.Pool({
    connectionTimeoutMillis: connectWithinMs,
    query_timeout: readWithinMs,
    ...settings,
    types,
    max: size,
    idleTimeoutMillis: 60_000,
  });
  // A client without a listener would end the process when the engine restarts, and the pool's own
  // listener is off while a client is lent: between two statements nobody would hear it.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

export async function openClient(settings: ConnectionSettings): Promise<pg.Client> {
  const client = new pg.Client({
    connectionTimeoutMillis: connectWithinMs,
    ...settings,
    types,
  });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** Whether the connection, and not the statement, was at fault: it may be tried again. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string')
    return /Connection terminated|not queryable|timeout/i.test(error.message);
  return code.startsWith('08') || code.startsWith('57P') || /^E[A-Z]+$/.test(code);
}

/** The five characters of a PostgreSQL error, or null for anything else. */
export function sqlState(error: unknown): string | null {
  const code = error instanceof Error ? (error as { code?: unknown }).code : null;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}
