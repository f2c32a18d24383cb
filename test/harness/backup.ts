// A backup of our own tables, taken and put back by SQL; the simulated bank, outside, stays as it is.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export interface Backup {
  /** Nobody may be connected: what was written since is gone. */
  putBack(): Promise<void>;
}

/** As superuser, because facts are insert-only for everybody else. */
async function asAdmin<Result>(
  databaseUrl: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const url = new URL(inject('adminUrl'));
  url.pathname = new URL(databaseUrl).pathname;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read');
    const result = await work(client);
    await client.query('commit');
    return result;
  } finally {
    await client.end();
  }
}

export async function takeBackup(databaseUrl: string): Promise<Backup> {
  const schema = `backup_${randomBytes(4).toString('hex')}`;
  const tables = await asAdmin(databaseUrl, async (client) => {
    const found = await client.query<{ name: string }>(
      `select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
    );
    await client.query(`create schema ${schema}`);
    const names = found.rows.map(({ name }) => name);
    for (const name of names) {
      await client.query(`create table ${schema}.${name} as table public.${name}`);
    }
    return names;
  });
  return {
    putBack: () =>
      asAdmin(databaseUrl, async (client) => {
        await client.query(`set local session_replication_role = replica`);
        await client.query(`truncate ${tables.map((name) => `public.${name}`).join(', ')}`);
        for (const name of tables) {
          await client.query(
            `insert into public.${name} overriding system value select * from ${schema}.${name}`,
          );
        }
      }),
  };
}
