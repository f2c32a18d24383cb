// Looks into a gateway's database from outside: what changed, and every value of every column.
import pg from 'pg';

/** One row of a table: each column's value as text. */
export type DumpedRow = Readonly<Record<string, string>>;

export type Dump = Readonly<Record<string, readonly DumpedRow[]>>;

export interface Witness {
  /**
   * Equal digests mean that nothing was written. Covers every table
   * that is not named as bookkeeping below, so that a new table is covered without being named.
   */
  digest(): Promise<string>;
  /** The same over the rows of one merchant. */
  digestOf(merchantId: string): Promise<string>;
  dump(): Promise<Dump>;
  query(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** What changes without any fact changing: who runs, what was answered, what the clock says. */
// The plan of payouts is made a moment after its rows; its money stands in the journals.
const bookkeeping = [
  ...['idempotency', 'installation', 'migration', 'server_process'],
  ...['capture_watermark', 'payout'],
];

/** Set after an answer was written out, and while somebody works on a row. */
const volatileColumns = ['handed_over', 'leased_until'];

/** A minute after it was issued a receipt is looked at once more; rows are dated by themselves, and
 * the bank is asked about an account by the hour. */
const watchedColumns: Readonly<Record<string, readonly string[]>> = {
  cash_receipt: ['due_at'],
  settlement_row: ['payout_date'],
  bank_holiday: ['replanned'],
  virtual_account: ['due_at'],
};

/** What is over a day after it began, and thrown away within a minute of that. */
const stillKept: Readonly<Record<string, string>> = {
  window_session: `t.opened_at >= (select now() + clock_offset_ms * interval '1 millisecond'
    - interval '24 hours' from installation)`,
};

export async function openWitness(connection: pg.ClientConfig | string): Promise<Witness> {
  const client = new pg.Client(connection);
  client.on('error', () => {});
  await client.connect();
  const all = await tables(client);
  // Calls may overlap; one client does them in order.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const done = last.then(work, work);
    last = done.catch(() => {});
    return done;
  };
  return {
    digest: () => inTurn(() => digest(client, all)),
    digestOf: (merchantId) => inTurn(() => digest(client, all, merchantId)),
    dump: () => inTurn(() => dump(client, all)),
    query: (sql, values = []) => inTurn(async () => (await client.query(sql, [...values])).rows),
    close: () => inTurn(() => client.end()),
  };
}

interface Table {
  readonly name: string;
  readonly merchantColumn: string | null;
  readonly volatile: readonly string[];
}

async function tables(client: pg.Client): Promise<Table[]> {
  const found = await client.query<{ schema: string; name: string; columns: string[] }>(
    `select table_schema as schema, table_name as name, array_agg(column_name::text) as columns
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'
     group by table_schema, table_name order by table_schema, table_name`,
  );
  return found.rows.map(({ schema, name, columns }) => ({
    name: `${schema}.${name}`,
    merchantColumn: merchantColumn(name, columns),
    volatile: [...volatileColumns, ...(watchedColumns[name] ?? [])].filter((column) =>
      columns.includes(column),
    ),
  }));
}

function merchantColumn(table: string, columns: readonly string[]): string | null {
  if (table === 'merchant') return 'id';
  return ['merchant_id', 'merchant'].find((column) => columns.includes(column)) ?? null;
}

async function digest(
  client: pg.Client,
  all: readonly Table[],
  merchantId: string | null = null,
): Promise<string> {
  const covered = all.filter(
    ({ name, merchantColumn }) =>
      !bookkeeping.includes(name.replace(/^public\./, '')) &&
      (merchantId === null || merchantColumn !== null),
  );
  if (!covered.some(({ name }) => name === 'public.payment')) throw new Error('no payments to see');
  const parts = covered.map(({ name, merchantColumn, volatile }) => {
    const kept = stillKept[name.replace(/^public\./, '')] ?? 'true';
    const where = merchantId === null ? kept : `${kept} and ${merchantColumn}::text = $1`;
    // A row that was written again, even with the same values, is another version of it.
    const version = 't.xmin::text || t.ctid::text';
    const row = volatile.length > 0 ? `(to_jsonb(t) - '{${volatile}}'::text[])::text` : version;
    return `select '${name}' as name, count(*) as rows, sum(hashtextextended(${row}, 0)) as sum
      from ${name} t where ${where}`;
  });
  const values = merchantId === null ? [] : [merchantId];
  const found = await client.query(parts.join(' union all '), values);
  // A line for each table, so that a difference says where it is.
  return found.rows.map(({ name, rows, sum }) => `${name} ${rows} ${sum}`).join('\n');
}

async function dump(client: pg.Client, all: readonly Table[]): Promise<Dump> {
  const dumped: Record<string, DumpedRow[]> = {};
  for (const { name } of all) {
    // As JSON, because text[] and json columns are then read to their last character, too.
    const found = await client.query<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from ${name} t order by to_jsonb(t)::text`,
    );
    dumped[name] = found.rows.map(({ row }) =>
      Object.fromEntries(
        Object.entries(row).map(([column, value]) => [column, asText(value)] as const),
      ),
    );
  }
  return dumped;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
