// Story: issuer or bank does not answer a charge; the shop hears in time, and nobody stays charged.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose, chargesOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { makeKey, openPayple, type PaypleShop } from '../../harness/payple.ts';
import { moveClock, orderFault } from '../../harness/sandbox.ts';
import { newOrderNumber, type WireAnswer } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: PaypleShop;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = openPayple(gyeol.url);
});
afterAll(async () => {
  await booksClose(gyeol);
  await gyeol.stop();
});

/** Approved at the bank; its answer is lost, and that of the inquiry, too. */
async function unanswered(order: string, charge: () => Promise<WireAnswer>): Promise<WireAnswer> {
  const match = { orderNumber: order };
  await orderFault(gyeol.url, { at: 'rail.authorise', effect: 'answer-lost', match });
  await orderFault(gyeol.url, { at: 'rail.inquire', effect: 'answer-lost', match });
  const answer = charge();
  await eventually(async () => expect(await chargesOf(gyeol, order)).toHaveLength(1));
  await moveClock(gyeol.url, { advance: 'PT8S' });
  await moveClock(gyeol.url, { advance: 'PT6S' });
  return answer;
}

const today = (): string =>
  new Date(gyeol.gateway.parts.clock.now() + 9 * 3_600_000)
    .toISOString()
    .slice(0, 10)
    .replaceAll('-', '');

// biome-ignore format: a table
const kinds = [
  // what is charged             type        monthly?  unknown     used up
  ['a card',                    'card',     false,    'SPCD1001', 'SPCD0014'],
  ['a card, once a month',      'card',     true,     'RPCD1001', 'RPCD0015'],
  ['an account',                'transfer', false,    'SPAY0011', 'SPAY8022'],
  ['an account, once a month',  'transfer', true,     'RPAY8090', 'RPAY8022'],
] as const;

describe.each(kinds)('%s', (_, PCD_PAY_TYPE, isMonthly, unknown, used) => {
  test('is unknown, then not charged, and may be charged again', async () => {
    const wish = PCD_PAY_TYPE === 'card' ? {} : { account: '99900400000001' };
    const payer = await makeKey(gyeol.gateway.parts, wish);
    const order = newOrderNumber();
    const body = { PCD_PAY_TYPE, PCD_PAY_OID: order };
    const charge = () =>
      isMonthly ? shop.monthly(payer, '2026-07', body) : shop.charge(payer, body);
    const told = await unanswered(order, charge);
    expect(told).toMatchObject({ PCD_PAY_RST: 'error', PCD_PAY_CODE: unknown, PCD_PAY_OID: order });
    expect(told.PCD_PAY_MSG).toContain('자동 취소');
    expect(told.PCD_PAY_CARDTRADENUM).toHaveLength(20);
    await eventually(async () =>
      expect(await chargesOf(gyeol, order)).toMatchObject([{ state: 'net-cancelled' }]),
    );
    await eventually(async () =>
      expect(await shop.query(order, today())).toMatchObject({ PCD_PAY_CODE: 'PCHK8020' }),
    );
    // Nothing is held any more: neither the order number nor the month.
    expect(await charge()).toMatchObject({ PCD_PAY_RST: 'success', PCD_PAY_OID: order });
    expect(await charge()).toMatchObject({ PCD_PAY_CODE: used });
  });
});

test('as long as it is unknown the query says so, and its order number is taken', async () => {
  const payer = await makeKey(gyeol.gateway.parts, { account: '99900400000001' });
  const order = newOrderNumber();
  const match = { orderNumber: order };
  await orderFault(gyeol.url, { at: 'rail.net-cancel', effect: 'decline', times: 50, match });
  const body = { PCD_PAY_TYPE: 'transfer', PCD_PAY_OID: order };
  await unanswered(order, () => shop.charge(payer, body));
  const asked = await shop.query(order, today());
  expect(asked).toMatchObject({
    PCD_PAY_RST: 'error',
    PCD_PAY_CODE: 'PCHK8090',
    PCD_PAY_OID: order,
  });
  expect(await shop.charge(payer, body)).toMatchObject({ PCD_PAY_CODE: 'SPAY8022' });
});
