// What the books and the bank say after a story: read from the database, never from the answer.
import pg from 'pg';
import { expect } from 'vitest';
import type { TestGateway } from './gateway.ts';
import { call, operatorKey } from './shop.ts';
import { openWitness } from './witness.ts';

type Row = Readonly<Record<string, unknown>>;

/** Amounts come as bigint, dates as text. */
export async function rowsOf(
  { gateway }: Pick<TestGateway, 'gateway'>,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return (await gateway.parts.store.pool.query<Row>(sql, [...values])).rows;
}

/** The trial balance of the merchant balances, and no rule of the whole installation is broken. */
export async function booksClose({ url }: Pick<TestGateway, 'url'>): Promise<void> {
  const balance = await call(url, { path: '/v1/ledger/trial-balance' });
  expect(balance.body).toMatchObject({ balanced: true, memo: { balanced: true } });
  const verdict = await call(url, { path: '/v1/ledger/verify', key: operatorKey });
  expect(verdict.body).toEqual({ ok: true, breaks: [] });
}

export interface Charge {
  readonly state: string;
  readonly amount: bigint;
  readonly cancelled: bigint;
}

/** What the bank wrote down about an order number, tried once or several times. */
export async function chargesOf(
  gyeol: Pick<TestGateway, 'gateway'>,
  orderNumber: string,
): Promise<Charge[]> {
  const sql = `select a.state, a.amount, a.cancelled from simulator.authorisation a
    join payment p on p.request_id = a.request_id where p.order_number = $1 order by a.at`;
  return (await rowsOf(gyeol, sql, [orderNumber])) as unknown as Charge[];
}

/**
 * Who owns the tables can do what the application is refused; a stolen role would be one. The
 * guards of the tables that are named are off meanwhile. Answers how many rows were changed.
 */
export async function asOwner(
  { databaseUrl }: Pick<TestGateway, 'databaseUrl'>,
  change: string,
  unguarded: readonly string[] = [],
): Promise<number> {
  const owner = new pg.Client({ connectionString: databaseUrl });
  await owner.connect();
  const guards = (verb: 'enable' | 'disable') =>
    unguarded.map((table) => `alter table ${table} ${verb} trigger insert_only`).join('; ');
  try {
    await owner.query(guards('disable'));
    const changed = await owner.query(change);
    await owner.query(guards('enable'));
    return changed.rowCount ?? 0;
  } finally {
    await owner.end();
  }
}

/** How much the bank has given back of a payment. */
export async function refundedOf(
  gyeol: Pick<TestGateway, 'gateway'>,
  tid: string,
): Promise<bigint | null> {
  const sql = `select a.cancelled from simulator.authorisation a join payment p using (request_id)
    where p.tid = $1`;
  return ((await rowsOf(gyeol, sql, [tid]))[0]?.cancelled as bigint | undefined) ?? null;
}

/** Equal before and after: no fact was changed. */
export async function digestOf({ databaseUrl }: Pick<TestGateway, 'databaseUrl'>): Promise<string> {
  const witness = await openWitness(databaseUrl);
  try {
    return await witness.digest();
  } finally {
    await witness.close();
  }
}

export interface Story {
  readonly status: string;
  readonly approved: number;
  readonly cancelled: number;
  readonly reserved: number;
  readonly remaining: number;
  readonly cancels: readonly { readonly amount: number; readonly status: string }[];
  readonly timeline: readonly Row[];
}

/** The payment as the native API tells it. */
export async function storyOf({ url }: Pick<TestGateway, 'url'>, tid: string): Promise<Story> {
  const { body } = await call(url, { path: `/v1/payments/${tid}` });
  return body as unknown as Story;
}

/** The names of what happened, in order, without the notices. */
export function happened(story: Story): unknown[] {
  return story.timeline
    .filter((line) => line.what !== 'notice')
    .map((line) => (line.what === 'journal' ? line.template : line.what));
}
