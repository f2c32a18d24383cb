// Story: somebody writes into the tables of windows and links, and the proof of the books names it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksClose, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { openPayple } from '../../harness/payple.ts';
import { call, operatorKey } from '../../harness/shop.ts';
import { goodCard, openWindow, windowAt, windowForm } from '../../harness/window.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
  const window = await openWindow(gyeol.url, windowForm('PAY', { PCD_CARD_VER: '02' }));
  await window.pay(goodCard);
  const link = { PCD_PAY_TYPE: 'card', PCD_PAY_GOODS: '도서', PCD_PAY_TOTAL: '1000' };
  const { PCD_LINK_URL = '' } = await openPayple(gyeol.url).follow(
    { PCD_PAY_WORK: 'LINKREG' },
    link,
  );
  const opened = await fetch(PCD_LINK_URL, { method: 'POST', redirect: 'manual' });
  await windowAt(gyeol.url, (opened.headers.get('location') ?? '').slice(8)).pay(goodCard);
  await booksClose(gyeol);
});
afterAll(() => gyeol.stop());

// biome-ignore format: a table
const plants: readonly (readonly [says: string, check: string, plant: string, putBack: string])[] = [
  ['a window paid by another amount', 'window-paid',    `update window_session set window_order = jsonb_set(window_order::jsonb, '{amount}', '"1"') where status = 'paid' and window_order ->> 'link' is null`,
                                                        `update window_session set window_order = jsonb_set(window_order::jsonb, '{amount}', '"50000"') where window_order ->> 'amount' = '1'`],
  ['a window paid by nothing',        'window-paid',    `update window_session set state = jsonb_set(state::jsonb, '{paymentId}', to_jsonb('x' || (state ->> 'paymentId'))) where status = 'paid'`,
                                                        `update window_session set state = jsonb_set(state::jsonb, '{paymentId}', to_jsonb(substr(state ->> 'paymentId', 2))) where status = 'paid'`],
  ['a used link that is open again',  'link-paid-once', `update payment_link set status = 'open', taken_by = null, payment_id = null, after_url = payment_id || ' ' || taken_by`,
                                                        `update payment_link set status = 'used', payment_id = split_part(after_url, ' ', 1)::uuid, taken_by = split_part(after_url, ' ', 2), after_url = ''`],
];

test.each(plants)('%s is found', async (_, check, plant, putBack) => {
  await rowsOf(gyeol, plant);
  const { body } = await call(gyeol.url, { path: '/v1/ledger/verify', key: operatorKey });
  await rowsOf(gyeol, putBack);
  const breaks = body.breaks as { check: string; rule: string; expected: string; found: string }[];
  const named = breaks.find((each) => each.check === check);
  expect(named?.rule).toMatch(/^[A-Z].*\.$/);
  expect(named?.expected).not.toBe(named?.found);
  await booksClose(gyeol);
});
