// Fills the tables with paid payments, much faster than anybody could pay.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';

export interface Filling {
  /** Of payment 0, in milliseconds since 1970; one payment every 10 ms. */
  readonly start: number;
  readonly merchant: string;
  readonly contract: string;
  readonly credential: string;
}

export const tables = [
  ['payment', 'payment_buyer', 'payment_event', 'tid_directory', 'journal', 'posting'],
  ['notice_event', 'simulator.authorisation'],
].flat();

/** Payments per transaction of the filling; a bound on its write-ahead log. */
const fillAtOnce = 250_000;

/** Analysed and written out, as tables are that have grown over weeks. */
export async function fill(
  client: pg.Client,
  filling: Filling,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const sql = readFileSync(fileURLToPath(new URL('../../bench/fill.sql', import.meta.url)), 'utf8');
  for (let first = from; first < to; first += fillAtOnce) {
    const last = Math.min(first + fillAtOnce, to) - 1;
    const settings = Object.entries({ ...filling, first, last });
    await client.query(settings.map(([name, value]) => `set bench.${name} = '${value}'`).join(';'));
    await client.query(sql);
  }
  if (to > from) await client.query(`vacuum analyze ${tables.join(', ')}`);
  await client.query('checkpoint');
}
