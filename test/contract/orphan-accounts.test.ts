// An account whose intent came late, or never: no number is told, and none is open at the bank.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { won } from '../../core/money/won.ts';
import type { Caller } from '../../core/payment/approve.ts';
import type { PaymentId } from '../../core/payment/payment.ts';
import { after, dayMs } from '../../core/time/instant.ts';
import { issueForBuyer } from '../../server/settlement/issue-account.ts';
import { insertAccount } from '../../storage/virtual-account.ts';
import { booksClose, rowsOf } from '../harness/books.ts';
import { openGateway, type TestGateway } from '../harness/gateway.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../harness/sandbox.ts';

let gyeol: TestGateway;
let seller: MadeMerchant;
let caller: Caller;
beforeAll(async () => {
  gyeol = await openGateway();
  await moveClock(gyeol.url, { to: '2028-03-06T10:00:00+09:00' });
  seller = await newMerchant(gyeol.url);
  const found = await gyeol.gateway.parts.callers.find('cookiepay', seller.keys.id);
  if (found === null) throw new Error('a new shop is known');
  caller = found;
});
afterAll(() => gyeol.stop());

const bank = { code: '088', name: '신한은행' };
const buyer = { name: '홍길동', email: '', id: '', phone: '', address: '' };

function issue(id: PaymentId, orderNumber: string) {
  const { parts } = gyeol.gateway;
  return issueForBuyer(parts, {
    ...{ caller, bank, id, expiresAt: after(parts.clock.now(), 3 * dayMs) },
    purchase: {
      ...{ orderNumber, goods: { name: '텀블러', code: '' }, amount: won(10_000), tax: null },
      ...{ vatGiven: false, instalment: 0, buyer, extras: ['', '', '', '', ''], billing: null },
      source: 'test',
    },
  });
}

/** As a server leaves it that stored the account and died before its intent. */
async function leaveOrphan(id: PaymentId): Promise<void> {
  const { clock, store } = gyeol.gateway.parts;
  const at = clock.now();
  const account = { id, purpose: 'payment', paymentId: id, bank, holder: '가게' } as const;
  const { id: merchantId } = caller.merchant;
  const asked = { ...account, merchantId, amount: won(10_000), issuedAt: at };
  await insertAccount(store.pool, { ...asked, expiresAt: after(at, 3 * dayMs) }, at);
  await store.pool.query('update virtual_account set leased_until = null where id = $1', [id]);
}

const stateOf = (id: string) =>
  rowsOf(gyeol, 'select state, number, due_at is null as over from virtual_account where id = $1', [
    id,
  ]);
const openAtBank = () =>
  rowsOf(gyeol, 'select account_id from simulator.account where merchant = $1 and not closed', [
    seller.id,
  ]);

test('a repeat of its call finds it given up: declined, and its order number is free', async () => {
  const id = randomUUID() as PaymentId;
  await leaveOrphan(id);
  await moveClock(gyeol.url, { advance: 'PT2M' });
  expect(await stateOf(id)).toEqual([{ state: 'closed', number: null, over: false }]);

  expect(await issue(id, 'LATE-1')).toMatchObject({ ok: true, value: { status: 'declined' } });
  expect(await openAtBank()).toEqual([]);
  const again = await issue(randomUUID() as PaymentId, 'LATE-1');
  expect(again).toMatchObject({ ok: true, value: { status: 'awaiting-deposit' } });
  await moveClock(gyeol.url, { to: '2028-03-20T10:00:00+09:00' });
  expect(await openAtBank()).toEqual([]);
  await booksClose(gyeol);
});

test('an intent that is stored after it was given up is found within a day, and declined', async () => {
  const [id, other] = [randomUUID() as PaymentId, randomUUID() as PaymentId];
  await issue(other, 'LATE-2');
  await leaveOrphan(id);
  await moveClock(gyeol.url, { advance: 'PT2M' });
  // The row that a statement of the dead server left behind: that of another order, but for its names.
  const late = `insert into payment select (jsonb_populate_record(p, jsonb_build_object('id', $1::uuid,
      'tid', left(p.tid, 18) || 'ZZ', 'request_id', gen_random_uuid(), 'card_token', $1::text,
      'order_key', 'LATE-3', 'order_number', 'LATE-3', 'status', 'intended', 'version', 1))).*
    from payment p where id = $2`;
  await gyeol.gateway.parts.store.pool.query(late, [id, other]);
  const event = `insert into payment_event (merchant_id, payment_id, version, line, what, at, detail)
    select merchant_id, $1, version, line, what, at, detail from payment_event
    where payment_id = $2 and version = 1`;
  await gyeol.gateway.parts.store.pool.query(event, [id, other]);
  await moveClock(gyeol.url, { advance: 'P1DT1M' });
  const status = 'select status from payment where id = $1';
  expect(await rowsOf(gyeol, status, [id])).toEqual([{ status: 'declined' }]);
  await moveClock(gyeol.url, { advance: 'P14D' });
  expect(await stateOf(id)).toEqual([{ state: 'closed', number: null, over: true }]);
  expect(await openAtBank()).toEqual([]);
  await booksClose(gyeol);
});
