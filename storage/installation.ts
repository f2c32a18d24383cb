// Facts of the installation as a whole: the mode stamp in the database and the sandbox clock.
import type pg from 'pg';
import { StartRefused } from './start-refused.ts';

export type Mode = 'sandbox' | 'live';

/** Stamps a new database with its mode, or refuses one that was stamped with the other (T81). */
export async function stampMode(client: pg.ClientBase, mode: Mode): Promise<void> {
  await client.query('insert into installation (mode) values ($1) on conflict do nothing', [mode]);
  const stored = await client.query<{ mode: Mode }>('select mode from installation');
  const made = stored.rows[0]?.mode;
  if (made !== mode) {
    throw new StartRefused(
      `The database was created in ${made} mode and cannot be started in ${mode} mode.`,
    );
  }
}

/** The mode of a database that was migrated before; null for a new one. Writes nothing. */
export async function readMode(client: pg.ClientBase): Promise<Mode | null> {
  const known = await client.query<{ known: boolean }>(
    `select to_regclass('installation') is not null as known`,
  );
  if (known.rows[0]?.known !== true) return null;
  const stored = await client.query<{ mode: Mode }>('select mode from installation');
  return stored.rows[0]?.mode ?? null;
}

/** Milliseconds that the sandbox clock runs ahead of real time. */
export async function readClockOffset(pool: pg.Pool): Promise<number> {
  const found = await pool.query<{ ms: bigint }>('select clock_offset_ms as ms from installation');
  return Number(found.rows[0]?.ms ?? 0n);
}

/** Only ever grows, also when two servers move the clock at once. */
export async function storeClockOffset(pool: pg.Pool, ms: number): Promise<void> {
  // Nothing waits for the disk: whatever is stored at this time is written after it, and with it.
  await pool.query({
    name: 'store-clock',
    text: `with quick as (select set_config('synchronous_commit', 'off', true) as is_off)
      update installation set clock_offset_ms = greatest(clock_offset_ms, $1) from quick
      where quick.is_off = 'off'`,
    values: [ms],
  });
}
