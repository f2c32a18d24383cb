// What the program needs from a PostgreSQL engine, and the engine that somebody else runs.
import { Client, type ClientConfig } from 'pg';
import { codeOf, StartRefused } from './start-refused.ts';

/** How a client of one role connects; `new pg.Client` and `new pg.Pool` take it as it is. */
export interface ConnectionOptions {
  /** A host name, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly ssl?: NonNullable<ClientConfig['ssl']>;
}

export interface Engine {
  /** The application's role: reads and writes rows, owns nothing. */
  readonly connection: ConnectionOptions;
  /** The role that owns the schema and runs migrations. */
  readonly ownerConnection: ConnectionOptions;
  /** For example "18.4". */
  readonly version: string;
  /** The processes that we answer for; none when the engine is somebody else's. */
  readonly pids: () => readonly number[];
  /** Stops what we started and waits until it is down; a second call changes nothing. */
  close(): Promise<void>;
}

/** Events of an engine for the program's log; fields never hold a secret or a row's value. */
export type EngineLog = (event: string, fields: Readonly<Record<string, unknown>>) => void;

const oldestVersion = 15;

/**
 * The PostgreSQL server that DATABASE_URL names: checked once, then left alone. With an owner of
 * its own the application's user needs no right but to connect; without one, one user does both.
 */
export async function openServer(
  databaseUrl: string,
  ownerUrl: string | null = null,
): Promise<Engine> {
  const { connection, version } = await check('DATABASE_URL', databaseUrl);
  const owner = ownerUrl === null ? null : await check('DATABASE_OWNER_URL', ownerUrl);
  const ownerConnection = owner?.connection ?? connection;
  for (const of of ['host', 'port', 'database'] as const) {
    if (connection[of] === ownerConnection[of]) continue;
    throw new StartRefused('DATABASE_URL and DATABASE_OWNER_URL must name the same database.');
  }
  return { connection, ownerConnection, version, pids: () => [], close: async () => {} };
}

interface Checked {
  readonly connection: ConnectionOptions;
  readonly version: string;
}

async function check(name: string, databaseUrl: string): Promise<Checked> {
  const client = clientFor(name, databaseUrl);
  const where = `${client.host}:${client.port}/${client.database}`;
  // A client without a listener for errors ends the whole process when its connection breaks.
  client.on('error', () => {});
  try {
    await client.connect();
    const version = await versionOf(client);
    refuseOld(version, where);
    return { connection: optionsOf(client), version };
  } catch (error) {
    if (error instanceof StartRefused) throw error;
    throw new StartRefused(`The PostgreSQL server at ${where} ${whyNot(name, error)}.`);
  } finally {
    await client.end().catch(() => {});
  }
}

/** The server's version as people say it: "18.4", without what a distribution adds. */
export async function versionOf(client: Client): Promise<string> {
  const sql = `select current_setting('server_version') as version`;
  const answer = await client.query<{ version: string }>(sql);
  return answer.rows[0]?.version.split(' ')[0] ?? '';
}

function clientFor(name: string, databaseUrl: string): Client {
  try {
    if (!/^postgres(ql)?:\/\//.test(databaseUrl)) throw new Error('another scheme');
    return new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 });
  } catch {
    // The reason is left out on purpose: the parser's message may repeat the URL's password.
    throw new StartRefused(
      `${name} is not a usable address; it looks like postgres://user:password@host/database.`,
    );
  }
}

function refuseOld(version: string, where: string): void {
  if (Number.parseInt(version, 10) >= oldestVersion) return;
  throw new StartRefused(
    `The PostgreSQL server at ${where} is version ${version}; ` +
      `gyeol needs ${oldestVersion} or newer.`,
  );
}

function optionsOf(client: Client): ConnectionOptions {
  const { host, port, user, password, database, ssl } = client;
  const options = {
    host,
    port,
    user: user ?? '',
    password: password ?? '',
    database: database ?? '',
  };
  return ssl ? { ...options, ssl } : options;
}

function whyNot(name: string, error: unknown): string {
  const code = codeOf(error);
  if (code.startsWith('28')) return `refused the user or the password of ${name}`;
  if (code === '3D000') return 'has no such database';
  if (code === '57P03') return 'is still starting or stopping';
  return `cannot be reached${code ? ` (${code})` : ''}; check ${name} and the server`;
}
