// Killed in mid-work and started again: what the bank did, what the payments say and what stands in
// the books is one story, and whoever tries again is not charged twice.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectionOf } from '../../storage/embedded/roles.ts';
import { readRootKeys } from '../../storage/root-keys.ts';
import { type Started, startServer, stop, temporaryFolder } from '../harness/program.ts';
import { moveClock } from '../harness/sandbox.ts';
import { call, openShop, operatorKey, type Shop, type WireAnswer } from '../harness/shop.ts';
import { openWitness, type Witness } from '../harness/witness.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'data');

/** Null where the connection broke before an answer came. */
type Heard = WireAnswer | null;

interface Customer {
  readonly order: string;
  readonly paid: Heard;
  readonly cancelled: Heard;
  /** The connection broke under this one. */
  readonly isLost: boolean;
}

let customers: readonly Customer[];
let server: Started;
let witness: Witness;

beforeAll(async () => {
  const first = await startServer(data);
  const shop = await openShop(first.url);
  const rush = rushOf(shop);
  await rush.isOn;
  await stop(first, 'SIGKILL');
  customers = await rush.over;
  server = await startServer(data);
  witness = await openWitness(
    connectionOf(readRootKeys(data), 'gyeol_owner', join(data, 'socket')),
  );
});
afterAll(async () => {
  await witness.close();
  expect((await stop(server)).code).toBe(0);
  folder.remove();
});

interface Rush {
  /** Enough was answered, and more is under way at every stage. */
  readonly isOn: Promise<void>;
  /** Everybody has noticed that the shop is gone. */
  readonly over: Promise<Customer[]>;
}

const tills = 16;
const enough = 60;

/** Each till serves one customer after the other until the connection breaks. */
function rushOf(shop: Shop): Rush {
  const served: Customer[] = [];
  let begin = (): void => {};
  const isOn = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const serve = async (till: number): Promise<void> => {
    for (let number = 0; ; number += 1) {
      const customer = await buy(shop, `KILLED-${till}-${number}`);
      served.push(customer);
      if (served.length === enough) begin();
      if (customer.isLost) return;
    }
  };
  const over = Promise.all(Array.from({ length: tills }, (_, till) => serve(till)));
  return { isOn, over: over.then(() => served) };
}

/** Pays, and gives a part back where the payment was acknowledged. */
async function buy(shop: Shop, order: string): Promise<Customer> {
  const paid = await shop.keyin({ ORDERNO: order }).catch(() => null);
  if (paid?.RESULTCODE !== '0000') return { order, paid, cancelled: null, isLost: paid === null };
  const cancelled = await shop.cancel({ tid: paid.TID, amount: '20000' }).catch(() => null);
  return { order, paid, cancelled, isLost: cancelled === null };
}

interface Account {
  readonly order: string;
  readonly status: string;
  readonly at_bank: string;
  /** Won that are still charged, in the payment's words and in the bank's. */
  readonly remains: string;
  readonly charged: string;
}

async function accounts(): Promise<Account[]> {
  return (await witness.query(
    `select p.order_number as order, p.status, coalesce(a.state, 'unknown to it') as at_bank,
       case when p.approved_at is null then 0 else p.amount - coalesce(sum(c.amount), 0) end
         as remains,
       case when a.state = 'approved' then a.amount - a.cancelled else 0 end as charged
     from payment p
     left join simulator.authorisation a on a.request_id = p.request_id
     left join cancel_request c on c.merchant_id = p.merchant_id and c.payment_id = p.id
       and c.status = 'done'
     group by p.merchant_id, p.id, a.request_id order by p.order_number`,
  )) as unknown as Account[];
}

test('T18: nothing stays open, and the bank charged what the payments say', async () => {
  for (let round = 0; round < 3; round += 1) await moveClock(server.url, { advance: 'PT5M' });
  const open = await witness.query(
    `select status from payment where status in ('intended', 'unknown')
     union all select status from cancel_request where status in ('requested', 'unknown')`,
  );
  expect(open).toEqual([]);
  const all = await accounts();
  expect(all.length).toBeGreaterThan(10);
  expect(all.filter(({ remains, charged }) => remains !== charged)).toEqual([]);
  const strangers = await witness.query(
    `select 1 from simulator.authorisation a where state = 'approved'
     and not exists (select from payment p where p.request_id = a.request_id)`,
  );
  expect(strangers).toEqual([]);
});

test('what was acknowledged is there: payments and cancels', async () => {
  const all = new Map((await accounts()).map((account) => [account.order, account]));
  const acknowledged = customers.filter(({ paid }) => paid?.RESULTCODE === '0000');
  expect(acknowledged.length).toBeGreaterThan(10);
  for (const { order, cancelled } of acknowledged) {
    const account = all.get(order);
    // A cancel whose answer was lost may be done or not; one that was acknowledged is done.
    const remains = cancelled?.cancel_code === '0000' ? ['30000'] : ['30000', '50000'];
    expect(remains, order).toContain(account?.remains);
  }
  expect(customers.filter(({ isLost }) => isLost)).toHaveLength(tills);
});

test('whoever tries again under the same order number is not charged twice', async () => {
  const shop = await openShop(server.url);
  const unanswered = customers.filter(({ paid }) => paid === null);
  const again = await Promise.all(unanswered.map(({ order }) => shop.keyin({ ORDERNO: order })));
  for (const { RESULTCODE } of again) expect(['0000', 'E005']).toContain(RESULTCODE);
  const charges = await witness.query(
    `select p.order_number from payment p
     join simulator.authorisation a on a.request_id = p.request_id and a.state = 'approved'
     group by p.merchant_id, p.order_number having count(*) > 1`,
  );
  expect(charges).toEqual([]);
});

test('the books close', async () => {
  const verdict = await call(server.url, { path: '/v1/ledger/verify', key: operatorKey });
  expect(verdict.body).toEqual({ ok: true, breaks: [] });
});
