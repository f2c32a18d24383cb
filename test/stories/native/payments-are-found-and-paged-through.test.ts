// Story: a merchant searches sixty payments and walks through the pages without losing one.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, merchantKey, newOrderNumber, openShop, type Shop } from '../../harness/shop.ts';

const many = 60;

let gyeol: TestGateway;
let merchant: MadeMerchant;
let shop: Shop;
const orders = Array.from({ length: many }, () => newOrderNumber());
beforeAll(async () => {
  gyeol = await openGateway();
  merchant = await newMerchant(gyeol.url);
  shop = await openShop(gyeol.url, merchant.keys);
  const paid = await Promise.all(orders.map((ORDERNO) => shop.keyin({ ORDERNO })));
  expect(new Set(paid.map(({ RESULTCODE }) => RESULTCODE))).toEqual(new Set(['0000']));
});
afterAll(() => gyeol.stop());

interface Found {
  readonly id: string;
  readonly tid: string;
  readonly orderNumber: string;
  readonly status: string;
  readonly approvedAt: string;
}

interface Page {
  readonly data: readonly Found[];
  readonly nextCursor: string | null;
}

function ask(query: Readonly<Record<string, string>>, key = merchant.key) {
  return call(gyeol.url, { path: `/v1/payments?${new URLSearchParams(query)}`, key });
}

async function search(query: Readonly<Record<string, string>>): Promise<Page> {
  const { status, body } = await ask(query);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as unknown as Page;
}

async function walk(query: Readonly<Record<string, string>>): Promise<Found[]> {
  const found: Found[] = [];
  for (let page = await search(query); ; ) {
    found.push(...page.data);
    if (page.nextCursor === null) return found;
    page = await search({ ...query, cursor: page.nextCursor });
  }
}

describe('pages', () => {
  test('hold fifty, and the last says that it is the last', async () => {
    const first = await search({});
    expect(first.data).toHaveLength(50);
    const second = await search({ cursor: first.nextCursor ?? '' });
    expect(second.data).toHaveLength(many - 50);
    expect(second.nextCursor).toBeNull();
    const numbers = [...first.data, ...second.data].map(({ orderNumber }) => orderNumber);
    expect(numbers.toSorted()).toEqual(orders.toSorted());
  });

  test('are newest first, and what is paid meanwhile moves nothing', async () => {
    const all = await walk({});
    expect(all.map(({ id }) => id)).toEqual(
      all
        .map(({ id }) => id)
        .toSorted()
        .reverse(),
    );
    const first = await search({});
    const late = await shop.keyin();
    const second = await search({ cursor: first.nextCursor ?? '' });
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect((await search({})).data[0]?.tid).toBe(late.TID);
    await shop.cancel({ tid: late.TID });
  });

  test('keep the question that was asked', async () => {
    const found = await walk({ status: 'approved' });
    expect(found).toHaveLength(many);
    expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['approved']));
  });

  test('T26: a cursor that was given to another merchant, or to nobody, is refused', async () => {
    const cursor = (await search({})).nextCursor ?? '';
    const [id = '', mark = ''] = cursor.split('.');
    const other = (await search({})).data[3]?.id ?? '';
    const forged = [`${other}.${mark}`, `${id}.`, id, `.${mark}`, `${id}.${mark}x`, 'x', '.'];
    for (const each of [...forged, `${id}.${mark.toUpperCase()}`, `${id}'--.${mark}`]) {
      expect(await ask({ cursor: each }), each).toMatchObject({
        status: 400,
        body: { field: 'cursor' },
      });
    }
    const stolen = await ask({ cursor }, merchantKey);
    expect(stolen).toMatchObject({ status: 400, body: { field: 'cursor' } });
    expect(JSON.stringify(stolen.body)).not.toContain(id);
    expect((await ask({ cursor })).status).toBe(200);
  });
});

describe('search', () => {
  test('by order number, whole and exact', async () => {
    const [orderNumber = ''] = orders;
    expect((await search({ orderNumber })).data).toMatchObject([{ orderNumber }]);
    for (const near of [orderNumber.slice(0, -1), `${orderNumber}x`, '%', '_', "' or 1=1 --"]) {
      expect((await search({ orderNumber: near })).data, near).toEqual([]);
    }
  });

  test('by an order number in either composition', async () => {
    const orderNumber = `${newOrderNumber()}-각`;
    const { TID: tid } = await shop.keyin({ ORDERNO: orderNumber.normalize('NFC') });
    for (const form of ['NFC', 'NFD']) {
      const { data } = await search({ orderNumber: orderNumber.normalize(form) });
      expect(data).toMatchObject([{ tid }]);
    }
    await shop.cancel({ tid });
  });

  test('by status', async () => {
    const declined = await shop.keyin({ CARDNO: '9906100000001010' });
    const part = await shop.keyin();
    await shop.cancel({ tid: part.TID, amount: '1000' });
    expect((await search({ status: 'declined' })).data).toMatchObject([{ tid: declined.TID }]);
    const partly = await search({ status: 'partially-cancelled' });
    expect(partly.data).toMatchObject([{ tid: part.TID }]);
    expect((await search({ status: 'unknown' })).data).toEqual([]);
    expect(await ask({ status: 'paid' })).toMatchObject({ status: 400, body: { field: 'status' } });
  });

  test('by time, from inclusive and to exclusive, in any zone', async () => {
    const { now } = await moveClock(gyeol.url, { advance: 'PT2H' });
    const later = await openShop(gyeol.url, merchant.keys);
    const { TID: tid } = await later.keyin();
    const of = (page: Page): string[] => page.data.map((found) => found.tid);
    expect(of(await search({ from: now }))).toEqual([tid]);
    expect(of(await search({ from: new Date(now).toISOString() }))).toEqual([tid]);
    expect(await walk({ to: now })).not.toContainEqual(expect.objectContaining({ tid }));
    const tomorrow = new Date(Date.parse(now) + 86_400_000).toISOString();
    expect(of(await search({ from: tomorrow }))).toEqual([]);
    expect(of(await search({ from: now, to: tomorrow }))).toEqual([tid]);
    expect(of(await search({ from: tomorrow, to: now }))).toEqual([]);
  });

  // biome-ignore format: a table
  test.each([
    ['from',        { from: 'yesterday' }],
    ['from',        { from: '2026-02-30T00:00:00Z' }],
    ['to',          { to: '2026-01-01' }],
    ['to',          { to: '2016-12-31T23:59:60Z' }],
    ['orderNumber', { orderNumber: 'x'.repeat(256) }],
    ['page',        { page: '2' }],
  ])('a %s that does not fit is refused by its name', async (field, query) => {
    expect(await ask(query)).toMatchObject({ status: 400, body: { field } });
  });
});
