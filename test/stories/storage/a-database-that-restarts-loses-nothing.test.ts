// Story: the database throws everybody out while shops are paying; nothing acknowledged is missing.
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { booksClose, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { moveClock } from '../../harness/sandbox.ts';
import { newOrderNumber, openShop, type WireAnswer } from '../../harness/shop.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

/** What a restart of the server does to its clients, again and again until told to stop. */
function throwEverybodyOut(): { readonly times: () => number; stop(): Promise<void> } {
  const admin = new pg.Client({ connectionString: inject('adminUrl') });
  const database = new URL(gyeol.databaseUrl).pathname.slice(1);
  let running = true;
  let times = 0;
  const work = (async () => {
    await admin.connect();
    while (running) {
      const out = await admin.query<{ n: string }>(
        'select count(pg_terminate_backend(pid)) as n from pg_stat_activity where datname = $1',
        [database],
      );
      if (Number(out.rows[0]?.n) > 0) times += 1;
      await new Promise((resume) => setTimeout(resume, 60));
    }
    await admin.end();
  })();
  return {
    times: () => times,
    stop() {
      running = false;
      return work;
    },
  };
}

/** Work that failed keeps its lease for half a minute of real time; here it has passed. */
async function leasesRunOut(): Promise<void> {
  for (const table of ['due_approval', 'due_cancel']) {
    await rowsOf(gyeol, `update ${table} set leased_until = null`);
  }
}

const count = 200;

test('of two hundred key-ins each ends as its shop was told', async () => {
  const shop = await openShop(gyeol.url);
  const orders = Array.from({ length: count }, newOrderNumber);
  const chaos = throwEverybodyOut();
  const answers: WireAnswer[] = [];
  await Promise.all(
    orders.map(async (ORDERNO, n) => {
      await new Promise((resume) => setTimeout(resume, 4 * n));
      answers.push({ ORDERNO, ...(await shop.keyin({ ORDERNO })) });
    }),
  );
  await chaos.stop();
  expect(chaos.times()).toBeGreaterThan(2);

  // The server recovers by itself.
  await eventually(async () => expect((await shop.keyin()).RESULTCODE).toBe('0000'));
  await leasesRunOut();
  await moveClock(gyeol.url, { advance: 'PT5M' });

  const told = (code: string): string[] =>
    answers.filter(({ RESULTCODE }) => RESULTCODE === code).map(({ ORDERNO = '' }) => ORDERNO);
  expect(told('0000').length + told('E010').length + told('E011').length).toBe(count);
  expect(told('0000').length).toBeGreaterThan(0);
  await eventually(async () => {
    const open = "select from payment where status in ('intended', 'unknown')";
    expect(await rowsOf(gyeol, open)).toEqual([]);
  });
  const standing = await rowsOf(
    gyeol,
    `select p.order_number, p.status, count(*) as charges
     from payment p join simulator.authorisation a using (request_id)
     where p.order_number = any($1) and a.state = 'approved' and a.cancelled < a.amount
     group by 1, 2 order by 1`,
    [orders],
  );
  expect(standing).toEqual(
    told('0000')
      .sort()
      .map((order_number) => ({ order_number, status: 'approved', charges: 1n })),
  );
  await booksClose(gyeol);
});

test('cancels that were told as done are done once, the others are finished or never begun', async () => {
  const shop = await openShop(gyeol.url);
  const paid = await Promise.all(Array.from({ length: 40 }, () => shop.keyin()));
  const chaos = throwEverybodyOut();
  const answers = await Promise.all(
    paid.map(async ({ TID: tid = '' }, n) => {
      await new Promise((resume) => setTimeout(resume, 15 * n));
      return { tid, code: (await shop.cancel({ tid, amount: '20000' })).cancel_code };
    }),
  );
  await chaos.stop();
  await eventually(async () => expect((await shop.keyin()).RESULTCODE).toBe('0000'));
  await leasesRunOut();
  await moveClock(gyeol.url, { advance: 'PT15M' });
  for (const { tid, code } of answers) {
    expect(code).toMatch(/^(0000|E010|E011)$/);
    const sql = `select a.cancelled, count(c.*) filter (where c.done) as times
      from payment p join simulator.authorisation a using (request_id)
      left join simulator.cancel c on c.request_id = a.request_id where p.tid = $1 group by 1`;
    const [bank] = await rowsOf(gyeol, sql, [tid]);
    const refunded = code !== 'E010';
    const expected = refunded ? { cancelled: 20_000n, times: 1n } : { cancelled: 0n, times: 0n };
    expect({ code, ...bank }).toEqual({ code, ...expected });
  }
  await booksClose(gyeol);
});
