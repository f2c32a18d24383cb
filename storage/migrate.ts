// Runs the numbered SQL files once each, in order, also when two processes start at once.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { StartRefused } from './start-refused.ts';

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** Held for the length of the migration transaction; any number does, as long as it is ours. */
const migrationLock = 4_711_001;

/** Sources and compiled code lie at different depths; the SQL files exist once, in the sources. */
function migrationsFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return join(folder, 'storage', 'migrations');
}

export function readMigrations(folder: string = migrationsFolder()): Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/** Answers the names of the migrations that ran now. A changed or missing file stops the start. */
export async function migrate(
  client: pg.ClientBase,
  migrations: readonly Migration[] = readMigrations(),
): Promise<string[]> {
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [migrationLock]);
    await client.query(
      'create table if not exists migration (name text primary key, checksum text not null, ' +
        'ran_at timestamptz not null default now())',
    );
    const stored = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from migration order by name',
    );
    const ran = await runMissing(client, migrations, stored.rows);
    await client.query('commit');
    return ran;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

async function runMissing(
  client: pg.ClientBase,
  migrations: readonly Migration[],
  stored: readonly { name: string; checksum: string }[],
): Promise<string[]> {
  const known = new Map(stored.map((row) => [row.name, row.checksum]));
  for (const name of known.keys()) {
    if (!migrations.some((migration) => migration.name === name)) {
      throw new StartRefused(
        `The database was migrated by a newer Gyeol (${name}); start that version instead.`,
      );
    }
  }
  const ran: string[] = [];
  for (const migration of migrations) {
    const checksum = known.get(migration.name);
    if (checksum === migration.checksum) continue;
    if (checksum !== undefined) {
      throw new StartRefused(
        `Migration ${migration.name} was changed after it ran; restore the original file.`,
      );
    }
    await client.query(migration.sql);
    await client.query('insert into migration (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    ran.push(migration.name);
  }
  return ran;
}
