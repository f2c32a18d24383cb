// The plan of the batched outcome, made on an empty table and kept for the life of a connection,
// must reach payments by their key: one that reads the whole table grows with every payment.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { after } from '../../core/time/instant.ts';
import { decisionStatement } from '../../storage/decision.ts';
import { migrate } from '../../storage/migrate.ts';
import { outcomeStatement } from '../../storage/outcome.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await migrate(client);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const realTime = (at: Parameters<typeof after>[0]) => after(at, 0);

test.each([
  ['outcome', outcomeStatement(realTime)],
  ['decision', decisionStatement(realTime)],
])('the generic plan of the %s statement finds payments by their key', async (name, statement) => {
  for (const setting of statement.settings) await client.query(`set ${setting}`);
  await client.query('set plan_cache_mode = force_generic_plan');
  await client.query(`prepare ${name} (json) as ${statement.sql}`);
  const plan = await client.query(`explain execute ${name} ('[]')`);
  const text = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(text).not.toMatch(/Seq Scan on payment /);
  const update = text.slice(text.indexOf('Update on payment p'));
  const [, condition = ''] =
    /Index Scan using payment_pkey on payment p.*\n\s*Index Cond: (.*)/.exec(update) ?? [];
  expect(condition).toMatch(/merchant_id = asked\.merchant_id/);
  expect(condition).toMatch(/id = asked\.id/);
});
