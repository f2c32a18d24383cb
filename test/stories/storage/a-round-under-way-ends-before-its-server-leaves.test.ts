// Story: a server stops while a round is being charged; only when it owes nothing it takes its leave.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOwner } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { subscriptionsOf } from '../../harness/schedules.ts';

let gyeol: TestGateway;
let owner: pg.Client;
beforeAll(async () => {
  gyeol = await openGateway();
  owner = new pg.Client({ connectionString: gyeol.databaseUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await gyeol.stop();
});

test('the row of a server stands while its schedules charge', async () => {
  const id = await subscriptionsOf(gyeol).register();
  await owner.query('begin; lock table payment in exclusive mode');
  await asOwner(gyeol, "update schedule_round set due_at = '2026-01-01'");
  const { inFlight } = gyeol.gateway.parts;
  await eventually(() => expect(inFlight.size()).toBe(1));
  const closed = gyeol.gateway.close();
  await eventually(() => expect(fetch(gyeol.url)).rejects.toThrow());
  await owner.query('rollback');
  await closed;
  const rounds = 'select status from schedule_round where schedule_id = $1 and number = 1';
  expect((await owner.query(rounds, [id])).rows).toEqual([{ status: 'charged' }]);
  // One that leaves with a call open stays listed, for the next server to look after.
  expect((await owner.query('select id from server_process')).rows).toEqual([]);
});
