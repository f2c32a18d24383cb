// Story: after a reset the new world settles as if it were alone, and the old one is still paid.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { openReceiver, type Receiver } from '../../harness/receiver.ts';
import { answerInTime, type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, operatorKey, postJson } from '../../harness/shop.ts';

type Json = Readonly<Record<string, unknown>>;

let gyeol: TestGateway;
let receiver: Receiver;
/** One with a past, and one that never had another world. */
let seller: MadeMerchant;
let twin: MadeMerchant;
beforeAll(async () => {
  gyeol = await openGateway();
  receiver = await openReceiver();
});
afterAll(async () => {
  await receiver.close();
  await gyeol.stop();
});

async function at(time: string): Promise<void> {
  await moveClock(gyeol.url, { to: `2028-${time}:00+09:00` });
}

async function begin(time: string, terms: Json): Promise<void> {
  await at(time);
  seller = await newMerchant(gyeol.url, { terms: { payoutDays: 1, ...terms } });
  twin = await newMerchant(gyeol.url, { terms: { payoutDays: 1, ...terms } });
}

async function get(path: string, { key }: Pick<MadeMerchant, 'key'>): Promise<Json> {
  const { status, body } = await call(gyeol.url, { path, key });
  expect(status).toBe(200);
  return body;
}

async function post(path: string, key: string, body?: Json) {
  return await call(gyeol.url, { method: 'POST', path, key, ...(body && { body }) });
}

async function sell({ keys }: MadeMerchant, AMOUNT = '50000'): Promise<string> {
  return (await (await openShop(gyeol.url, keys)).keyin({ AMOUNT })).TID ?? '';
}

async function cancel({ keys }: MadeMerchant, tid: string, amount?: string): Promise<void> {
  const answer = await (await openShop(gyeol.url, keys)).cancel({ tid, ...(amount && { amount }) });
  expect(answer).toMatchObject({ cancel_code: '0000' });
}

async function reset({ key }: MadeMerchant): Promise<void> {
  expect(await post('/sandbox/reset', key)).toMatchObject({ status: 200, body: { generation: 2 } });
}

/** What is different between two merchants who did the same at the same time, and nothing else. */
function without(names: readonly string[], text: string): unknown {
  const ids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
  const plain = names.reduce((left, name) => left.replaceAll(name, 'own'), text);
  // Rows of a day stand in the order of their TIDs, which is nobody's.
  const byText = (one: unknown, other: unknown): number =>
    JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
  return JSON.parse(plain.replace(ids, 'id').replace(/(T\d\d:\d\d):[\d.]+/g, '$1'), (_, value) =>
    Array.isArray(value) ? value.sort(byText) : value,
  );
}

/** All that a merchant is shown of settlement, in both APIs. */
async function shown(merchant: MadeMerchant): Promise<unknown> {
  const { data } = (await get('/v1/settlements', merchant)) as { data: readonly Json[] };
  const payouts: unknown[] = [];
  const names: string[] = [];
  for (const { id, date } of data) {
    const path = `/v1/settlements/${id}`;
    const rows = (await get(`${path}/rows`, merchant)) as { data: readonly Json[] };
    for (const { tid, orderNumber } of rows.data) names.push(String(tid), String(orderNumber));
    const reasons = await get(`${path}/explain`, merchant);
    const wire = await overWire(merchant, String(date));
    payouts.push([await get(path, merchant), rows, reasons, wire]);
  }
  return without(names, JSON.stringify({ data, payouts }));
}

async function overWire({ keys }: MadeMerchant, date: string): Promise<unknown> {
  const { token: TOKEN } = await openShop(gyeol.url, keys);
  const sent = { API_ID: keys.id, DATE: date.replaceAll('-', '') };
  return (await postJson(`${gyeol.url}/api/settlement`, sent, { TOKEN })).body;
}

async function bothShowTheSame(): Promise<void> {
  expect(await shown(seller)).toEqual(await shown(twin));
}

/** Of every world: day, status, won that are paid, carried on and kept back. */
async function payouts({ id }: MadeMerchant): Promise<string[]> {
  const sql = `select concat_ws(' ', generation, to_char(date, 'MMDD'), status, amount, carried_out,
    held) as payout from payout where merchant_id = $1 order by generation, date`;
  return (await rowsOf(gyeol, sql, [id])).map(({ payout }) => String(payout));
}

/** Won that stand there for a merchant, owed by us or to us. */
async function owed({ contract }: MadeMerchant): Promise<unknown[]> {
  const figures = await get('/v1/ledger/safeguarding', { key: operatorKey });
  const its = (figures.contracts as readonly Json[]).find((each) => each.contract === contract);
  return [its?.owedToSeller ?? 0, its?.recoverable ?? 0];
}

async function closes(): Promise<void> {
  expect(await get('/v1/ledger/trial-balance', seller)).toMatchObject({ balanced: true });
  await booksClose(gyeol);
}

/** What is sold on one day: a sale, one that is cancelled in part, one that is given back whole. */
async function sellADay(merchant: MadeMerchant): Promise<void> {
  await sell(merchant, '30000');
  await cancel(merchant, await sell(merchant), '20000');
  await cancel(merchant, await sell(merchant));
}

const net = { ofSale: 48_625, ofDay: 29_175 + 29_175 };

describe('a reset between the sale and its capture', () => {
  test('both worlds are captured, each into its own payout of the same day', async () => {
    await begin('03-09T10:00', {});
    const body = { contract: seller.contract, url: receiver.url, format: 'standard' };
    await post('/v1/notices/endpoints', seller.key, body);
    await sell(seller);
    await sellADay(seller);
    await reset(seller);
    for (const merchant of [seller, twin]) await sellADay(merchant);
    await at('03-10T16:00');
    await bothShowTheSame();
    await at('03-10T18:00');
    await bothShowTheSame();
    expect(await owed(twin)).toEqual([net.ofDay, 0]);
    expect(await owed(seller)).toEqual([net.ofSale + 2 * net.ofDay, 0]);
    await closes();
    await at('03-13T12:00');
    await bothShowTheSame();
    expect(await payouts(twin)).toEqual(['1 0313 paid 58350 0 0']);
    expect(await payouts(seller)).toEqual(['1 0313 paid 106975 0 0', '2 0313 paid 58350 0 0']);
    await closes();
  });

  test('a payout of the old world is unknown by its id, and told to nobody', async () => {
    const ids = await rowsOf(
      gyeol,
      'select id from payout where merchant_id = $1 order by generation',
      [seller.id],
    );
    const [old, present] = ids.map(({ id }) => String(id));
    for (const path of ['', '/rows', '/explain']) {
      const { status } = await call(gyeol.url, {
        path: `/v1/settlements/${old}${path}`,
        key: seller.key,
      });
      expect(status).toBe(404);
    }
    const told = (kind: string) =>
      receiver.letters
        .filter(({ body }) => String(body.type).startsWith(kind))
        .map(({ body }) => body);
    await eventually(() => expect(told('payout.')).toHaveLength(2));
    const named = told('payout.').map(
      ({ type, data }) => `${type} ${(data as { payout: Json }).payout.id}`,
    );
    expect(named.sort()).toEqual([`payout.fixed ${present}`, `payout.paid ${present}`]);
    expect(told('capture.').map(({ data }) => data)).toMatchObject([
      { capture: { day: '2028-03-09', sales: 2, cancels: 1, givenBack: 1, net: net.ofDay } },
    ]);
  });
});

test('a reset between capture and fixing: rows that are planned already stay with their world', async () => {
  await begin('03-17T10:00', {});
  await sell(seller);
  await sellADay(seller);
  // Friday's sales are captured on Saturday, and paid out on Tuesday like those of Sunday.
  await at('03-19T10:00');
  await reset(seller);
  for (const merchant of [seller, twin]) await sellADay(merchant);
  await at('03-20T10:00');
  await bothShowTheSame();
  for (const merchant of [seller, twin]) await cancel(merchant, await sell(merchant));
  await at('03-22T12:00');
  await bothShowTheSame();
  expect(await payouts(seller)).toEqual([
    ...['1 0321 paid 106975 0 0'],
    ...['2 0321 paid 58350 0 0', '2 0322 settled 0 0 0'],
  ]);
  await closes();
});

describe('a reset with a holdback, a debt and a cancel by deposit under way', () => {
  let account: Json = {};

  test('none of it meets what the new world sells', async () => {
    await begin('03-23T10:00', {
      ...{ afterPayout: 'deposit', feeOnCancel: 'kept', holdbackRate: 10_000, holdbackDays: 3 },
    });
    const paidOut = await sell(seller);
    await at('03-27T12:00');
    account = await askWhereToPayIn(paidOut);
    const given = await sell(seller, '200000');
    await at('03-28T10:00');
    await cancel(seller, given);
    await at('03-29T12:00');
    expect(await payouts(seller)).toEqual([
      '1 0327 paid 43763 0 4862',
      '1 0329 settled 0 5500 0',
      '1 0330 open 0 0 0',
    ]);
    await reset(seller);
    for (const merchant of [seller, twin]) await sell(merchant);
    await at('03-30T12:00');
    await bothShowTheSame();
    // The first one is paid out after the old world could not pay its debt, the second one together
    // with what the first one kept back, and with the deposit of the old world.
    for (const merchant of [seller, twin]) await sell(merchant);
    await closes();
  });

  test('a deposit of the old world is taken, and its cancel done', async () => {
    const { ACCOUNTNO: accountNo, DEPOSITAMT } = account;
    const body = { accountNo, amount: Number(DEPOSITAMT), depositor: '이웃 상점' };
    expect((await post('/sandbox/deposits', seller.key, body)).body).toMatchObject({ taken: true });
    await at('04-03T16:00');
    await bothShowTheSame();
    // What was kept pays a part of the debt; the deposit and what it gives back come to nothing.
    expect(await payouts(seller)).toEqual([
      ...['1 0327 paid 43763 0 4862', '1 0329 settled 0 5500 0', '1 0330 settled 0 638 0'],
      '1 0403 settled 0 638 0',
      ...(await payouts(twin)).map((payout) => payout.replace(/^1/, '2')),
    ]);
    await closes();
  });

  test('when all is paid, the debt of the old world stands for itself', async () => {
    await at('04-14T12:00');
    await bothShowTheSame();
    const open = await rowsOf(
      gyeol,
      "select id from payout where status not in ('paid', 'settled')",
    );
    expect(open).toEqual([]);
    // No statement has told of a transfer yet, so all of it is on its way.
    const [inTransit] = await owed(twin);
    expect(await owed(seller)).toEqual([43_763 + Number(inTransit), 638]);
    await closes();
  });
});

async function askWhereToPayIn(tid: string): Promise<Json> {
  const { token: TOKEN } = await openShop(gyeol.url, seller.keys);
  const asked = { tid, reason: '고객 변심', amount: '50000' };
  const headers = { TOKEN, ApiKey: seller.keys.key };
  return (await postJson(`${gyeol.url}/api/get_cancel_bank_account`, asked, headers)).body;
}

test('a changed fee reaches sales of both worlds, and is told of the new one only', async () => {
  await begin('04-20T10:00', {});
  await sell(seller);
  await at('04-21T10:00');
  await reset(seller);
  for (const merchant of [seller, twin]) await sell(merchant);
  await at('04-22T10:00');
  const body = { feeRate: 1_150, from: '2028-04-20', reason: '우대수수료 선정' };
  for (const { contract } of [seller, twin]) {
    const changed = await post(`/v1/contracts/${contract}/fee-changes`, operatorKey, body);
    expect(changed).toMatchObject({ status: 201, body: { sales: 1, adjustments: 1, net: 742 } });
  }
  await at('04-27T12:00');
  await bothShowTheSame();
  // 742 won more than the sale alone, in each world.
  expect((await payouts(seller)).map((payout) => payout.split(' ')[0])).toEqual(
    expect.arrayContaining(['1', '2']),
  );
  const sums = `select generation, sum(amount)::bigint as won from payout where merchant_id = $1 group by 1 order by 1`;
  expect(await rowsOf(gyeol, sums, [seller.id])).toEqual([
    { generation: 1, won: BigInt(net.ofSale + 742) },
    { generation: 2, won: BigInt(net.ofSale + 742) },
  ]);
  await closes();
});

test('a debt of the new world is written off before one of the old world', async () => {
  await begin('05-04T10:00', { feeOnCancel: 'kept' });
  const old = await sell(seller, '100000');
  await at('05-08T10:00');
  await cancel(seller, old);
  await at('05-09T18:00');
  await reset(seller);
  const present = await sell(seller);
  await at('05-10T10:00');
  await cancel(seller, present);
  await at('05-16T12:00');
  expect(await owed(seller)).toEqual([0, 2_750 + 1_375]);
  const path = `/v1/contracts/${seller.contract}/write-offs`;
  for (const amount of [1_375, 2_750, 0]) {
    const given = await post(path, operatorKey, { reason: '폐업' });
    expect(given).toMatchObject({ status: 200, body: { amount } });
  }
  expect(await owed(seller)).toEqual([0, 0]);
  await closes();
});

describe('cancels whose answer is lost hold up their own world only', () => {
  let [old, ofSeller, ofTwin] = ['', '', ''];

  test('one of the old world is waited for, and the new one is fixed at five', async () => {
    await begin('05-29T10:00', {});
    old = await sell(seller);
    await loseCancels([[seller, old]]);
    await reset(seller);
    await loseAnswers(seller, old);
    for (const merchant of [seller, twin]) await sellADay(merchant);
    await at('05-30T17:10');
    await bothShowTheSame();
    expect(await payouts(seller)).toEqual(['1 0531 closing 0 0 0', '2 0531 fixed 58350 0 0']);
  });

  test('what one leaves for its next payout is none of the other', async () => {
    [ofSeller, ofTwin] = [await sell(seller), await sell(twin)];
    for (const merchant of [seller, twin]) await sell(merchant, '30000');
    await at('05-31T16:00');
    await loseCancels([
      [seller, ofSeller],
      [twin, ofTwin],
    ]);
    await at('05-31T18:00');
    await bothShowTheSame();
    await closes();
    for (const { key } of [seller, twin]) {
      await call(gyeol.url, { method: 'DELETE', path: '/sandbox/faults', key });
    }
    await at('06-02T12:00');
    await bothShowTheSame();
    expect(await payouts(seller)).toEqual([
      ...['1 0531 settled 0 0 0', '1 0601 settled 0 0 0', '1 0602 settled 0 0 0'],
      ...['2 0531 paid 58350 0 0', '2 0601 paid 29175 0 0', '2 0602 settled 0 0 0'],
    ]);
    await closes();
  });
});

async function loseAnswers({ key }: MadeMerchant, tid: string): Promise<void> {
  for (const where of ['rail.cancel', 'rail.inquire']) {
    const fault = { at: where, effect: 'connection-reset', times: 1_000, match: { tid } };
    expect(await post('/sandbox/faults', key, fault)).toMatchObject({ status: 201 });
  }
}

/** Asked at once, so that time is waited for once. */
async function loseCancels(of: readonly (readonly [MadeMerchant, string])[]): Promise<void> {
  const asked = of.map(async ([merchant, tid]) => {
    await loseAnswers(merchant, tid);
    return (await openShop(gyeol.url, merchant.keys)).cancel({ tid });
  });
  for (const answer of await answerInTime(gyeol.url, Promise.all(asked))) {
    expect(answer).toMatchObject({ cancel_code: 'E011' });
  }
}
