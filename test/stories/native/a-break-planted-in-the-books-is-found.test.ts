// Story: somebody changes the books behind our back, and the proof names what he touched.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asOwner, booksClose } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { moveClock } from '../../harness/sandbox.ts';
import { call, openShop, operatorKey } from '../../harness/shop.ts';

let gyeol: TestGateway;
let tid: string;
beforeAll(async () => {
  gyeol = await openGateway();
  const shop = await openShop(gyeol.url);
  tid = (await shop.keyin({ AMOUNT: '100000' })).TID ?? '';
  // Captured and partly cancelled, so that every table has something to break.
  await moveClock(gyeol.url, { advance: 'P1D' });
  const tomorrow = await openShop(gyeol.url);
  await tomorrow.cancel({ tid, amount: '40000' });
  await booksClose(gyeol);
});
afterAll(() => gyeol.stop());

const insertOnly = ['journal', 'posting', 'settlement_row', 'payment_event', 'notice_event'];

const byOwner = (change: string) => asOwner(gyeol, change, insertOnly);

interface Found {
  readonly check: string;
  readonly rule: string;
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
}

async function verdict(): Promise<{ readonly ok: boolean; readonly breaks: readonly Found[] }> {
  const { status, body } = await call(gyeol.url, { path: '/v1/ledger/verify', key: operatorKey });
  expect(status).toBe(200);
  return body as unknown as { ok: boolean; breaks: Found[] };
}

const one = 'merchant_id = (select merchant_id from payment limit 1)';
const line = `${one} and line = (select min(line) from posting) and journal_id =
  (select id from journal where template = 'approve' limit 1)`;

// Each change and the way back; numbers stay above zero as the tables ask for.
// biome-ignore format: a table
const breaks = [
  ['a posting of another amount',   'journal-balances',     `update posting set amount = amount + 1 where ${line}`,
                                                            `update posting set amount = amount - 1 where ${line}`],
  ['a posting on the other side',   'journal-balances',     `update posting set side = case side when 'debit' then 'credit' else 'debit' end where ${line}`,
                                                            `update posting set side = case side when 'debit' then 'credit' else 'debit' end where ${line}`],
  ['an approval of another amount', 'approval-journal',     'update payment set amount = amount + 1, supply = supply + 1',
                                                            'update payment set amount = amount - 1, supply = supply - 1'],
  ['a cancel that is too large',    'payment-remainder',    'update cancel_request set amount = amount + 90000, supply = supply + 90000',
                                                            'update cancel_request set amount = amount - 90000, supply = supply - 90000'],
  ['a version without an event',    'timeline-complete',    'update payment set version = version + 1',
                                                            'update payment set version = version - 1'],
  ['a payment cancelled by hand',   'payment-remainder',    "update payment set status = 'cancelled'",
                                                            "update payment set status = 'partially-cancelled'"],
  ['a settlement row of more',      'row-journal',          "update settlement_row set net = net + 5, gross = gross + 5 where kind = '11'",
                                                            "update settlement_row set net = net - 5, gross = gross - 5 where kind = '11'"],
  ['a capture that is forgotten',   'memo-follows-payment', "update payment set captured_at = null, extras = array[captured_at::text] || extras",
                                                            "update payment set captured_at = extras[1]::timestamptz, extras = extras[2:]"],
] as const;

describe('what is planted is found, and nothing once it is put back', () => {
  test.each(breaks)('%s: %s', async (_what, check, plant, putBack) => {
    expect(await byOwner(plant)).toBeGreaterThan(0);
    const { ok, breaks: found } = await verdict();
    await byOwner(putBack);
    expect(ok).toBe(false);
    expect(found.map((each) => each.check)).toContain(check);
    const named = found.find((each) => each.check === check);
    expect(named?.rule).toMatch(/^[A-Z].*\.$/);
    expect(named?.subject).not.toBe('');
    expect(named?.expected).not.toBe(named?.found);
    await booksClose(gyeol);
  });
});

test('it tells the payment by its TID, and both figures', async () => {
  const { pool } = gyeol.gateway.parts.store;
  await pool.query('update payment set amount = amount + 1, supply = supply + 1');
  const found = (await verdict()).breaks.find(({ check }) => check === 'approval-journal');
  await pool.query('update payment set amount = amount - 1, supply = supply - 1');
  expect(found).toMatchObject({ subject: tid, expected: '100001', found: '100000' });
});

test.each(insertOnly)('T89: %s is only ever added to, whoever writes', async (table) => {
  const { pool } = gyeol.gateway.parts.store;
  for (const change of [
    `update ${table} set merchant_id = merchant_id`,
    `delete from ${table}`,
    `truncate ${table}`,
  ]) {
    await expect(asOwner(gyeol, change)).rejects.toThrow(`${table} is insert-only`);
    await expect(pool.query(change)).rejects.toThrow('permission denied');
  }
});

test('a merchant may not ask for it', async () => {
  expect((await call(gyeol.url, { path: '/v1/ledger/verify' })).status).toBe(403);
});
