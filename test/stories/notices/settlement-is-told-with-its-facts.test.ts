// Story: a shop is told of its captured days, of its payouts and of fees that changed.
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { booksClose } from '../../harness/books.ts';
import { openBeside, openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { type Letter, openReceiver, type Receiver } from '../../harness/receiver.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, operatorKey } from '../../harness/shop.ts';
import { whyNotGenuine } from '../../harness/standard-webhooks.ts';

type Json = Readonly<Record<string, unknown>>;

let gyeol: TestGateway;
let receiver: Receiver;
let seller: MadeMerchant;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(async () => {
  await booksClose(gyeol);
  await gyeol.stop();
});
beforeEach(async () => {
  receiver = await openReceiver();
});
afterEach(() => receiver.close());

async function at(time: string): Promise<void> {
  await moveClock(gyeol.url, { to: `${time}+09:00` });
}

/** Paid out on the bank day after the capture. */
async function open(terms: Json = {}): Promise<void> {
  seller = await newMerchant(gyeol.url, { terms: { payoutDays: 1, ...terms } });
}

const ours = (method: string, path: string, body?: unknown) =>
  call(gyeol.url, { method, path, key: seller.key, ...(body === undefined ? {} : { body }) });

async function endpoint(more: Json = {}): Promise<string> {
  const body = { contract: seller.contract, url: receiver.url, format: 'standard', ...more };
  const made = await ours('POST', '/v1/notices/endpoints', body);
  expect(made.status).toBe(201);
  return String(made.body.secret);
}

async function sell(AMOUNT = '50000'): Promise<string> {
  return (await (await openShop(gyeol.url, seller.keys)).keyin({ AMOUNT })).TID ?? '';
}

async function cancel(tid: string, amount?: string): Promise<void> {
  const asked = amount === undefined ? { tid } : { tid, amount };
  const done = await (await openShop(gyeol.url, seller.keys)).cancel(asked);
  expect(done).toMatchObject({ cancel_code: '0000' });
}

async function atTheBank(effect: string, times: number): Promise<void> {
  const ordered = await ours('POST', '/sandbox/faults', { at: 'bank.transfer', effect, times });
  expect(ordered.status).toBe(201);
}

const typesOf = (letters: readonly Letter[]) => letters.map(({ body }) => body.type);
const isSettlement = ({ body }: Letter) => /^(capture|payout|settlement)\./.test(`${body.type}`);
const ofSettlement = () => receiver.letters.filter(isSettlement);

/** The letters of settlement, when there are so many, in the order in which it happened. */
async function told(count: number): Promise<Letter[]> {
  await eventually(() => expect(ofSettlement().length).toBeGreaterThanOrEqual(count));
  expect(ofSettlement()).toHaveLength(count);
  return ofSettlement().toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

const dataOf = (letter: Letter | undefined) => letter?.body.data as Readonly<Record<string, Json>>;

async function payouts(): Promise<Json[]> {
  return (await ours('GET', '/v1/settlements')).body.data as Json[];
}

describe('a week of March 2028, sold on Thursday the 9th', () => {
  test('the day is captured, the payout is fixed and paid, each told once and signed', async () => {
    await at('2028-03-09T10:00:00');
    await open();
    const secret = await endpoint();
    await sell();
    await cancel(await sell());
    await cancel(await sell(), '20000');
    await at('2028-03-10T00:30:00');
    expect(ofSettlement()).toEqual([]);
    await at('2028-03-10T01:00:00');
    const [captured] = await told(1);
    expect(captured?.body).toMatchObject({
      ...{ id: captured?.id, type: 'capture.done', version: 1 },
      at: expect.stringMatching(/^2028-03-10T01:00:0/),
      data: {
        capture: {
          ...{ contract: seller.contract, day: '2028-03-09' },
          ...{ sales: 2, cancels: 1, givenBack: 1 },
          ...{ gross: 80_000, fee: 2_000, feeVat: 200, net: 77_800 },
        },
      },
    });

    await at('2028-03-10T17:00:00');
    const [, fixed] = await told(2);
    expect(fixed?.body).toMatchObject({ type: 'payout.fixed', version: 1 });
    const [payout] = await payouts();
    expect(dataOf(fixed)).toEqual({ payout });
    expect(payout).toMatchObject({
      ...{ status: 'fixed', date: '2028-03-13', contract: seller.contract },
      bridge: { rowsGive: 97_250, rowsTake: 19_450, paid: 77_800, carriedOn: 0 },
    });

    await at('2028-03-13T10:00:00');
    const [, , paid] = await told(3);
    expect(paid?.body).toMatchObject({ type: 'payout.paid' });
    expect(dataOf(paid)).toEqual({ payout: (await payouts())[0] });
    expect(dataOf(paid).payout).toMatchObject({ id: payout?.id, status: 'paid' });
    for (const letter of receiver.letters) expect(whyNotGenuine(letter, secret)).toBeNull();
  });

  test('T24: a sale that is held in the night is waited for, and the day told once, whole', async () => {
    await at('2028-03-14T10:00:00');
    await open();
    await endpoint();
    const tid = await sell();
    await sell();
    const beside = await openBeside(gyeol);
    const holder = new pg.Client({ connectionString: gyeol.databaseUrl });
    await holder.connect();
    await holder.query('begin');
    await holder.query('select from payment where tid = $1 for update', [tid]);
    await at('2028-03-15T02:00:00');
    expect(ofSettlement()).toEqual([]);
    await holder.query('rollback');
    await holder.end();
    const [captured] = await told(1);
    expect(dataOf(captured).capture).toMatchObject({ day: '2028-03-14', sales: 2, net: 97_250 });
    await at('2028-03-16T02:00:00');
    expect(typesOf(await told(2))).toEqual(['capture.done', 'payout.fixed']);
    await beside.close();
  });

  test('a payout that bounces is told, owed as before, and paid on the next bank day', async () => {
    await at('2028-03-16T10:00:00');
    await open();
    await endpoint();
    await sell();
    await at('2028-03-17T17:00:00');
    await atTheBank('decline', 1);
    await at('2028-03-20T12:00:00');
    const before = await told(3);
    expect(typesOf(before)).toEqual(['capture.done', 'payout.fixed', 'payout.bounced']);
    expect(dataOf(before[2])).toEqual(dataOf(before[1]));
    await at('2028-03-21T12:00:00');
    expect(typesOf(await told(4)).at(-1)).toBe('payout.paid');
  });

  test('a lost answer of the bank is told when it is known, and once', async () => {
    await at('2028-03-23T10:00:00');
    await open();
    await endpoint();
    await sell();
    await at('2028-03-24T17:00:00');
    await atTheBank('answer-lost', 2);
    await at('2028-03-27T14:00:00');
    expect(typesOf(await told(3))).toEqual(['capture.done', 'payout.fixed', 'payout.paid']);
  });

  test('nothing to pay is settled, with the debt that is carried on', async () => {
    await at('2028-03-30T10:00:00');
    await open({ afterPayout: 'offset' });
    const first = await sell();
    await at('2028-04-05T10:00:00');
    await endpoint();
    await cancel(first);
    await sell('10000');
    await at('2028-04-08T00:00:00');
    const letters = await told(3);
    expect(typesOf(letters)).toEqual(['capture.done', 'payout.fixed', 'payout.settled']);
    expect(dataOf(letters[2]).payout).toMatchObject({
      ...{ status: 'settled', paidAt: expect.any(String) },
      bridge: { rowsGive: 9_725, rowsTake: 48_625, paid: 0, carriedOn: 38_900 },
    });
  });
});

describe('a fee that changed', () => {
  const path = () => `/v1/contracts/${seller.contract}/fee-changes`;
  const change = (body: Json) =>
    call(gyeol.url, { method: 'POST', path: path(), body, key: operatorKey });
  const selected = { feeRate: 1_150, from: '2028-04-13', reason: '우대수수료 선정' };

  test('is told of once, and not where nothing had to be adjusted', async () => {
    await at('2028-04-13T10:00:00');
    await open();
    await endpoint();
    await sell();
    await sell();
    await at('2028-04-14T02:00:00');
    const changed = await change(selected);
    const adjusted = (await told(2))[1];
    expect(adjusted?.body).toMatchObject({ type: 'settlement.adjusted' });
    const { state: _, ...sums } = changed.body;
    expect(dataOf(adjusted)).toEqual({ adjustment: { ...sums, reason: selected.reason } });
    expect(dataOf(adjusted).adjustment).toMatchObject({ sales: 2, adjustments: 2, net: 1_484 });
    expect((await change(selected)).body).toMatchObject({ adjustments: 0, net: 0 });
    await at('2028-04-14T03:00:00');
    await told(2);
  });
});

describe('to whom', () => {
  test('two contracts of one merchant: each hears of its own', async () => {
    await at('2028-04-20T10:00:00');
    await open();
    const path = `/v1/merchants/${seller.id}/contracts`;
    const second = await call(gyeol.url, {
      ...{ method: 'POST', path, key: operatorKey },
      body: { dialect: 'cookiepay', pg: 'kiwoom' },
    });
    const other = await openReceiver();
    await endpoint();
    await endpoint({ contract: second.body.id, url: other.url });
    await sell();
    await at('2028-04-21T01:00:00');
    await told(1);
    expect(other.letters).toEqual([]);
    await other.close();
  });

  test('neither in the form of a dialect, nor where only results are wanted', async () => {
    await at('2028-05-11T10:00:00');
    await open();
    const other = await openReceiver();
    await endpoint({ url: other.url, format: 'dialect' });
    await endpoint({ url: other.url, purpose: 'result' });
    await endpoint();
    await sell();
    await at('2028-05-12T17:00:00');
    expect(typesOf(await told(2))).toEqual(['capture.done', 'payout.fixed']);
    expect(other.letters.filter(isSettlement)).toEqual([]);
    await other.close();
  });

  test('T25: it is listed for its merchant alone, and told again by hand word for word', async () => {
    await at('2028-05-18T10:00:00');
    await open();
    const secret = await endpoint();
    await sell();
    await at('2028-05-19T17:00:00');
    const [, first] = await told(2);
    const list = (await ours('GET', '/v1/notices')).body.data as Json[];
    const [payout] = await payouts();
    expect(list[0]).toMatchObject({
      ...{ id: first?.id, type: 'payout.fixed', payment: null },
      ...{ contract: seller.contract, payout: payout?.id },
    });
    const one = await ours('GET', `/v1/notices/${first?.id}`);
    expect(one.body).toMatchObject({ data: first?.body.data, attempts: [{ status: 200 }] });
    // Paid meanwhile: what was told stays what was told.
    await at('2028-05-22T10:00:00');
    await told(3);
    expect((await ours('POST', `/v1/notices/${first?.id}/redeliver`)).status).toBe(202);
    await told(4);
    const again = ofSettlement().filter(({ id }) => id === first?.id);
    expect(again.map(({ text }) => text)).toEqual([first?.text, first?.text]);
    for (const letter of again) expect(whyNotGenuine(letter, secret)).toBeNull();
    const stranger = await newMerchant(gyeol.url);
    const path = `/v1/notices/${first?.id}`;
    expect((await call(gyeol.url, { path, key: stranger.key })).status).toBe(404);
  });
});
