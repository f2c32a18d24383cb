// A client that is thrown out while it is lent, and says nothing just then, must not end the process.
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isConnectionLoss, openClient, openPool } from '../../storage/connection.ts';
import { inTransaction } from '../../storage/transaction.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';
import { eventually } from '../harness/patience.ts';

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createDatabase();
  pool = openPool({ connectionString: database.url }, 2);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

test('thrown out between two statements, the transaction fails and the pool goes on', async () => {
  const admin = await openClient({ connectionString: database.url });
  let ended = false;
  const lost = inTransaction(pool, async (client) => {
    const asked = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    client.once('end', () => {
      ended = true;
    });
    await admin.query('select pg_terminate_backend($1)', [asked.rows[0]?.pid]);
    await eventually(async () => expect(ended).toBe(true));
    return client.query('select 1');
  });
  const error = await lost.catch((cause: unknown) => cause);
  expect(isConnectionLoss(error)).toBe(true);
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await admin.end();
});
