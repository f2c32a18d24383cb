// Story: many cancels of one payment arrive at once; together they give back what is left, no more.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksClose, rowsOf, storyOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { call, openShop, type Shop, type WireAnswer } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: Shop;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = await openShop(gyeol.url);
});
afterAll(() => gyeol.stop());

const many = Array.from({ length: 30 }, (_, n) => n);
const paid = async (): Promise<string> => (await shop.keyin({ AMOUNT: '50000' })).TID ?? '';

function sum(answers: readonly WireAnswer[]): number {
  const done = answers.filter((answer) => answer.cancel_code === '0000');
  return done.reduce((total, { cancel_amt }) => total + Number(cancel_amt), 0);
}

/** What shops were told, what we say and what the bank did are one and the same figure. */
async function agree(tid: string, told: number): Promise<void> {
  const story = await storyOf(gyeol, tid);
  const [bank] = await rowsOf(
    gyeol,
    `select a.cancelled, count(c.*) as orders, coalesce(sum(c.amount), 0)::bigint as ordered
     from payment p join simulator.authorisation a using (request_id)
     left join simulator.cancel c on c.request_id = a.request_id and c.done
     where p.tid = $1 group by a.request_id`,
    [tid],
  );
  const accepted = story.cancels.filter(({ status }) => status === 'done');
  expect(story.cancelled).toBe(told);
  expect(story.remaining).toBe(50_000 - told);
  expect(bank).toEqual({
    cancelled: BigInt(told),
    ordered: BigInt(told),
    orders: BigInt(accepted.length),
  });
  expect(told).toBeLessThanOrEqual(50_000);
  await booksClose(gyeol);
}

test('T19: of thirty full cancels one is done', async () => {
  const tid = await paid();
  const answers = await Promise.all(many.map(() => shop.cancel({ tid })));
  const codes = answers.map((answer) => answer.cancel_code).sort();
  expect(codes.filter((code) => code === '0000')).toHaveLength(1);
  for (const code of codes.slice(1)) expect(code).toMatch(/^E0(10|20)$/);
  await agree(tid, 50_000);
});

test('T19: thirty partial cancels that sum above the amount stop at the amount', async () => {
  const tid = await paid();
  const answers = await Promise.all(
    many.map((n) => shop.cancel({ tid, amount: 3_000 + n, reason: `품절 ${n}` })),
  );
  for (const { cancel_code } of answers) expect(cancel_code).toMatch(/^(0000|E010|E021)$/);
  // Whoever did not give up waiting was served, or found less left than he asked for.
  const served = answers.filter(({ cancel_code }) => cancel_code !== 'E010').length;
  expect(sum(answers)).toBeGreaterThanOrEqual(Math.min(served * 3_000, 50_000 - 3_029));
  await agree(tid, sum(answers));
});

test('T19: a full cancel against partial ones takes what is left, or comes first', async () => {
  const tid = await paid();
  const answers = await Promise.all(
    many.map((n) => shop.cancel(n === 7 ? { tid } : { tid, amount: 100 + n, reason: `${n}` })),
  );
  for (const { cancel_code } of answers) expect(cancel_code).toMatch(/^(0000|E0(10|20|21))$/);
  await agree(tid, sum(answers));
});

test('T19: the native API and the wire share one remainder', async () => {
  const tid = await paid();
  const native = async (n: number): Promise<WireAnswer> => {
    const body = { amount: 4_000 + n, reason: `콘솔 ${n}` };
    const done = await call(gyeol.url, {
      ...{ method: 'POST', path: `/v1/payments/${tid}/cancel`, body },
    });
    expect([200, 409, 503]).toContain(done.status);
    return done.status === 200
      ? { cancel_code: '0000', cancel_amt: String(body.amount) }
      : { cancel_code: String(done.status) };
  };
  const answers = await Promise.all(
    many.map((n) =>
      n % 2 ? native(n) : shop.cancel({ tid, amount: 4_000 + n, reason: `상점 ${n}` }),
    ),
  );
  // How many come to their turn before they give up is the machine's affair.
  expect(sum(answers)).toBeGreaterThan(0);
  await agree(tid, sum(answers));
});

test('whoever reads a payment while it is cancelled sees it whole', async () => {
  const tid = await paid();
  let cancelling = true;
  const cancels = (async () => {
    for (const n of many) await shop.cancel({ tid, amount: 1_000, reason: `${n}` });
    cancelling = false;
  })();
  const reader = async (): Promise<void> => {
    while (cancelling) {
      expect((await shop.paycert(tid)).RESULTCODE).toBe('0000');
      const story = await storyOf(gyeol, tid);
      expect(story.cancelled + story.reserved + story.remaining).toBe(story.approved);
    }
  };
  await Promise.all([cancels, reader(), reader(), reader()]);
  await agree(tid, 30_000);
});
