// Story: many merchants share one commit; a row that the database refuses is refused alone.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { won } from '../../../core/money/won.ts';
import { approve, type Caller, intend, type Purchase } from '../../../core/payment/approve.ts';
import type { Decision, Intent } from '../../../core/payment/decision.ts';
import type { PaymentId, RequestId } from '../../../core/payment/payment.ts';
import { SensitiveCard } from '../../../core/payment/sensitive-card.ts';
import { newTid } from '../../../server/ids.ts';
import { booksClose, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { newMerchant } from '../../harness/sandbox.ts';
import { newOrderNumber, openShop } from '../../harness/shop.ts';

let gyeol: TestGateway;
let good: Caller;
let bad: Caller;
beforeAll(async () => {
  gyeol = await openGateway();
  const neighbour = await newMerchant(gyeol.url);
  good = await callerOf('demo');
  bad = await callerOf(neighbour.keys.id);
});
afterAll(() => gyeol.stop());

async function callerOf(publicId: string): Promise<Caller> {
  const caller = await gyeol.gateway.parts.callers.find('cookiepay', publicId);
  if (caller === null) throw new Error(`no credential ${publicId}`);
  return caller;
}

/** An intent as the server makes it, past every check of the wire. */
function intentOf(caller: Caller): Intent {
  const { parts } = gyeol.gateway;
  const number = '4111111111111111';
  const card = new SensitiveCard({ number, expiry: '3012', password: '', holder: '' });
  const registration = parts.rail.registerCard(card);
  if (!registration.registered) throw new Error('no test card');
  const at = parts.clock.now();
  const ids = { id: parts.newId() as PaymentId, requestId: parts.newId() as RequestId };
  const purchase: Purchase = {
    ...{ method: 'card-key-in', tax: null, vatGiven: false, billing: null },
    ...{ orderNumber: newOrderNumber(), amount: won(1_000), instalment: 0, source: 'a story' },
    ...{ goods: { name: '텀블러', code: '' }, extras: [] },
    buyer: { name: '김결', email: '', id: '', phone: '', address: '' },
    instrument: { ...registration.facts, fingerprint: 'f' },
  };
  const intent = intend(caller, purchase, { ...ids, at, tid: newTid(at) });
  if (!intent.ok) throw new Error(intent.refusal.kind);
  return intent.value;
}

const twenty = Array.from({ length: 20 }, (_, n) => n);

/** Puts the bad ones among the good ones; all are submitted in one turn, so they share a batch. */
function among<Item>(items: readonly Item[], bads: readonly Item[]): Item[] {
  return [...items.slice(0, 7), ...bads, ...items.slice(7)];
}

const nul = 'a\u0000b';

test('T29: an intent with NUL or against a constraint is refused, the others are stored', async () => {
  const goods = twenty.map(() => intentOf(good));
  const withPayment = (change: Partial<Intent['payment']>): Intent => {
    const intent = intentOf(bad);
    return { ...intent, payment: { ...intent.payment, ...change } };
  };
  const bads = [
    withPayment({ goods: { name: nul, code: '' } }),
    withPayment({ instalment: 13 }),
    withPayment({ amount: won(-1) }),
  ];
  const { store } = gyeol.gateway.parts;
  const all = among(goods, bads);
  const results = await Promise.allSettled(all.map((intent) => store.intend(intent)));
  results.forEach((result, n) => {
    const expected = bads.includes(all[n] as Intent)
      ? { status: 'rejected' }
      : { status: 'fulfilled', value: 'stored' };
    expect(result).toMatchObject(expected);
  });
  const ids = goods.map(({ payment }) => payment.id);
  const stored = await rowsOf(gyeol, 'select from payment where id = any($1)', [ids]);
  expect(stored).toHaveLength(20);
  const others = await rowsOf(gyeol, 'select from payment where merchant_id = $1', [
    bad.merchant.id,
  ]);
  expect(others).toEqual([]);
});

test('T29: an outcome that cannot be stored leaves its neighbours with one journal each', async () => {
  const { parts } = gyeol.gateway;
  const approval = { approvalNumber: '12345678', approvedAt: parts.clock.now() };
  const decide = async (caller: Caller, number: string): Promise<Decision> => {
    const { payment } = await stored(caller);
    return approve(payment, { ...approval, approvalNumber: number }, parts.newId);
  };
  const goods = await Promise.all(twenty.map(() => decide(good, '12345678')));
  const broken = await decide(bad, nul);
  const all = among(goods, [broken]);
  const results = await Promise.allSettled(all.map((decision) => parts.store.decide(decision)));
  results.forEach((result, n) => {
    expect(result.status).toBe(all[n] === broken ? 'rejected' : 'fulfilled');
  });
  const ids = all.map(({ payment }) => payment.id);
  const sql = 'select payment_id, count(*) as n from journal where payment_id = any($1) group by 1';
  const journals = await rowsOf(gyeol, sql, [ids]);
  expect(journals).toHaveLength(20);
  for (const { n } of journals) expect(n).toBe(1n);
  await booksClose(gyeol);
});

async function stored(caller: Caller): Promise<Intent> {
  const intent = intentOf(caller);
  expect(await gyeol.gateway.parts.store.intend(intent)).toBe('stored');
  return intent;
}

test('T29: the bank too keeps what is good, and answers the rest alone', async () => {
  const { bank } = gyeol.gateway.parts.store;
  const entry = (token: string) => ({
    ...{ requestId: crypto.randomUUID(), merchant: 'm', token, amount: 1_000n, instalment: 0 },
    ...{ at: Date.now(), approvalNumber: '12345678', decline: null },
  });
  const all = among(
    twenty.map(() => entry('t')),
    [entry(nul)],
  );
  const results = await Promise.allSettled(all.map((each) => bank.authorise(each)));
  const refused = results.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(1);
  for (const { requestId, token } of all) {
    expect((await bank.find(requestId)) === null).toBe(token === nul);
  }
});

test('T29: shops notice nothing', async () => {
  const shop = await openShop(gyeol.url);
  const submitted = intentOf(bad);
  const broken = { ...submitted, payment: { ...submitted.payment, instalment: 13 } };
  const answers = await Promise.all([
    ...twenty.map(() => shop.keyin()),
    gyeol.gateway.parts.store.intend(broken).catch(() => null),
  ]);
  expect(answers.pop()).toBeNull();
  for (const answer of answers) expect(answer).toMatchObject({ RESULTCODE: '0000' });
});
