// Story: what cannot be done for one merchant stays due; everybody else's day comes at its instant.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop } from '../../harness/shop.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

async function asOwner(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: gyeol.databaseUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** From now on the database refuses to write a table for one merchant. */
function breakOff(table: 'payout' | 'settlement_row', { id }: MadeMerchant): Promise<void> {
  const when = table === 'payout' ? 'update' : 'insert';
  return asOwner(`create function broken_${table}() returns trigger language plpgsql as
      $$ begin raise exception 'broken on purpose'; end $$;
    create trigger broken before ${when} on ${table} for each row
      when (new.merchant_id = '${id}' ${table === 'payout' ? `and new.status <> 'open'` : ''})
      execute function broken_${table}();`);
}

function mend(table: 'payout' | 'settlement_row'): Promise<void> {
  return asOwner(`drop trigger broken on ${table}`);
}

async function sell({ keys }: MadeMerchant): Promise<void> {
  expect(await (await openShop(gyeol.url, keys)).keyin({})).toMatchObject({ RESULTCODE: '0000' });
}

/** Day, and to the second when it was fixed and paid. */
async function payoutsOf({ id }: MadeMerchant): Promise<unknown[][]> {
  const time = (column: string) =>
    `to_char(${column} at time zone 'Asia/Seoul', 'MMDD HH24:MI:SS') as ${column}`;
  const found = await rowsOf(
    gyeol,
    `select status, ${time('fixed_at')}, ${time('paid_at')} from payout
     where merchant_id = $1 order by date`,
    [id],
  );
  return found.map((row) => [row.status, row.fixed_at, row.paid_at]);
}

const to = (time: string) => ({
  method: 'POST',
  path: '/sandbox/clock',
  body: { to: `${time}+09:00` },
});

test('one payout that cannot be closed and one day that cannot be captured hold nobody up', async () => {
  await moveClock(gyeol.url, { to: '2028-03-09T10:00:00+09:00' });
  const [well, unpaid, uncaptured] = [
    await newMerchant(gyeol.url),
    await newMerchant(gyeol.url),
    await newMerchant(gyeol.url),
  ] as const;
  await breakOff('payout', unpaid);
  await breakOff('settlement_row', uncaptured);
  for (const each of [well, unpaid, uncaptured]) await sell(each);
  await moveClock(gyeol.url, { to: '2028-03-10T09:00:00+09:00' });
  await sell(well);

  const moved = await call(gyeol.url, to('2028-03-25T00:00:00'));
  expect(moved).toMatchObject({ status: 200, body: { left: 2 } });
  expect(await payoutsOf(well)).toEqual([
    ['paid', '0317 17:00:00', '0320 10:00:00'],
    ['paid', '0320 17:00:00', '0321 10:00:00'],
  ]);
  expect(await payoutsOf(unpaid)).toEqual([['open', null, null]]);
  expect(await payoutsOf(uncaptured)).toEqual([]);

  await mend('payout');
  await mend('settlement_row');
  // Who failed keeps his lease for a minute of real time; nobody waits for it here.
  await asOwner('update payout set leased_until = null');
  expect(await call(gyeol.url, to('2028-04-10T00:00:00'))).toMatchObject({ body: { left: 0 } });
  expect((await payoutsOf(unpaid))[0]?.[0]).toBe('paid');
  expect((await payoutsOf(uncaptured))[0]?.[0]).toBe('paid');
});
