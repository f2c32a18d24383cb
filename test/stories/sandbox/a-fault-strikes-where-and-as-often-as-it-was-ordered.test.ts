// Story: a developer orders faults; each strikes its own payments, as often as it was ordered.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { booksClose, digestOf, storyOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type MadeMerchant, newMerchant, orderFault } from '../../harness/sandbox.ts';
import { call, newOrderNumber, openShop, operatorKey, type Shop } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: Shop;
let other: MadeMerchant;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = await openShop(gyeol.url);
  other = await newMerchant(gyeol.url);
});
beforeEach(() => clear());
afterAll(() => gyeol.stop());

function clear(key?: string) {
  return call(gyeol.url, {
    ...{ method: 'DELETE', path: '/sandbox/faults' },
    ...(key === undefined ? {} : { key }),
  });
}

function order(body: unknown, key?: string) {
  return call(gyeol.url, {
    ...{ method: 'POST', path: '/sandbox/faults', body },
    ...(key === undefined ? {} : { key }),
  });
}

async function code(ORDERNO?: string, by: Shop = shop): Promise<string | undefined> {
  return (await by.keyin(ORDERNO === undefined ? {} : { ORDERNO })).RESULTCODE;
}

const decline = { at: 'rail.authorise', effect: 'decline' } as const;

test('without a number of times it strikes once', async () => {
  const ordered = await order(decline);
  expect(ordered).toEqual({ status: 201, body: { ...decline, times: 1, match: {} } });
  expect([await code(), await code()]).toEqual(['8010', '0000']);
});

test.each([2, 5])('ordered %i times it strikes as often, and no more', async (times) => {
  await orderFault(gyeol.url, { ...decline, times });
  const codes: (string | undefined)[] = [];
  for (let paid = 0; paid < times + 2; paid += 1) codes.push(await code());
  const struck = Array.from({ length: times }, () => '8010');
  expect(codes).toEqual([...struck, '0000', '0000']);
});

test('of many at once it strikes exactly as many', async () => {
  await orderFault(gyeol.url, { ...decline, times: 7 });
  const codes = await Promise.all(Array.from({ length: 20 }, () => code()));
  expect(codes.filter((each) => each === '8010')).toHaveLength(7);
  expect(codes.filter((each) => each === '0000')).toHaveLength(13);
});

test('matched by order number it waits for that one', async () => {
  const meant = newOrderNumber();
  await orderFault(gyeol.url, { ...decline, match: { orderNumber: meant } });
  expect(await code()).toBe('0000');
  expect(await code(`${meant}x`)).toBe('0000');
  expect(await code(meant)).toBe('8010');
  expect(await code()).toBe('0000');
});

test('matched by TID it strikes the cancel of that payment', async () => {
  const [meant, free] = [await shop.keyin(), await shop.keyin()];
  await orderFault(gyeol.url, {
    ...{ at: 'rail.cancel', effect: 'decline' },
    match: { tid: meant.TID ?? '' },
  });
  expect((await shop.cancel({ tid: free.TID })).cancel_code).toBe('0000');
  expect((await shop.cancel({ tid: meant.TID })).cancel_code).toBe('8010');
  expect(await storyOf(gyeol, meant.TID ?? '')).toMatchObject({ status: 'approved', reserved: 0 });
  expect((await shop.cancel({ tid: meant.TID })).cancel_code).toBe('0000');
  await booksClose(gyeol);
});

test('two of them strike in the order in which they were ordered', async () => {
  const meant = newOrderNumber();
  await orderFault(gyeol.url, { ...decline, match: { orderNumber: meant } });
  await orderFault(gyeol.url, { ...decline });
  expect(await code()).toBe('8010');
  expect(await code(meant)).toBe('8010');
  expect(await code()).toBe('0000');
});

test('cleared, none strikes', async () => {
  for (let ordered = 0; ordered < 5; ordered += 1) await orderFault(gyeol.url, decline);
  expect(await clear()).toEqual({ status: 200, body: { cleared: true } });
  expect(await code()).toBe('0000');
});

test('those of another merchant touch nobody else, and are not cleared by him', async () => {
  const stranger = await openShop(gyeol.url, other.keys);
  const meant = newOrderNumber();
  const match = { orderNumber: meant };
  expect((await order({ ...decline, times: 2, match }, other.key)).status).toBe(201);
  expect(await code(meant)).toBe('0000');
  await clear();
  expect(await code(meant, stranger)).toBe('8010');
  await clear(other.key);
  expect(await code(newOrderNumber(), stranger)).toBe('0000');
});

describe('what no fault is, is refused by its field', () => {
  // biome-ignore format: a table
  test.each([
    [{ effect: 'decline' },                                'at'],
    [{ at: 'rail.authorise' },                             'effect'],
    [{ ...decline, at: 'rail.nothing' },                   'at'],
    [{ ...decline, at: 'RAIL.AUTHORISE' },                 'at'],
    [{ ...decline, at: 7 },                                'at'],
    [{ ...decline, effect: 'explode' },                    'effect'],
    [{ ...decline, effect: null },                         'effect'],
    [{ ...decline, times: 0 },                             'times'],
    [{ ...decline, times: -1 },                            'times'],
    [{ ...decline, times: 10_001 },                        'times'],
    [{ ...decline, times: 1.5 },                           'times'],
    [{ ...decline, times: '2' },                           'times'],
    [{ ...decline, match: 'all' },                         'match'],
    [{ ...decline, match: { orderNumber: '' } },           'match.orderNumber'],
    [{ ...decline, match: { orderNumber: 7 } },            'match.orderNumber'],
    [{ ...decline, match: { tid: 'x'.repeat(201) } },      'match.tid'],
    [{ ...decline, match: { merchant: 'demo' } },          'match.merchant'],
    [{ ...decline, merchant: 'demo' },                     'merchant'],
  ])('%j names %s', async (body, field) => {
    const before = await digestOf(gyeol);
    expect(await order(body)).toMatchObject({ status: 400, body: { field } });
    expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
    expect(await code()).toBe('0000');
  });

  test('an operator has no payments, and orders none', async () => {
    expect((await order(decline, operatorKey)).status).toBe(403);
    expect((await clear(operatorKey)).status).toBe(403);
  });
});
