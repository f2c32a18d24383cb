// Story: the bank's answer does not come; the shop hears in time, tries again, and pays once.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { booksClose, chargesOf, happened, storyOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { answerInTime, moveClock, orderFault } from '../../harness/sandbox.ts';
import { call, newOrderNumber, openShop, type Shop, type WireAnswer } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: Shop;
beforeAll(async () => {
  gyeol = await openGateway();
});
// A token lives for an hour, and these stories are longer.
beforeEach(async () => {
  shop = await openShop(gyeol.url);
});
afterAll(() => gyeol.stop());

const answerLost = '9906100000001127';
const requestLost = '9906100000001135';
const answerLate = '9906100000001143';

interface Trouble {
  readonly card?: string;
  readonly faults?: readonly (readonly [at: string, effect: string, times?: number])[];
}

/** A key-in under way: sent, and on the bank's side as far as the trouble lets it come. */
async function begin(
  ORDERNO: string,
  { card, faults = [] }: Trouble,
): Promise<{
  readonly answer: Promise<WireAnswer>;
}> {
  for (const [at, effect, times = 1] of faults) {
    await orderFault(gyeol.url, { at, effect, times, match: { orderNumber: ORDERNO } });
  }
  const answer = shop.keyin({ ORDERNO, ...(card === undefined ? {} : { CARDNO: card }) });
  const reached = card !== requestLost && !faults.some(([, effect]) => effect === 'request-lost');
  await eventually(async () => {
    const { paycert } = await inFlight(ORDERNO);
    expect(paycert).not.toBe('0000');
    if (reached) expect(await chargesOf(gyeol, ORDERNO)).toHaveLength(1);
  });
  return { answer };
}

async function inFlight(orderNumber: string): Promise<{ readonly paycert: string | undefined }> {
  const { rows } = await gyeol.gateway.parts.store.pool.query<{ tid: string }>(
    'select tid from payment where order_number = $1',
    [orderNumber],
  );
  const tid = rows[0]?.tid;
  if (tid === undefined) throw new Error('the order has not arrived yet');
  return { paycert: (await shop.paycert(tid)).RESULTCODE };
}

describe('inside the call one inquiry may still find the approval', () => {
  // biome-ignore format: a table
  test.each([
    ['the answer was lost', { card: answerLost }],
    ['the answer came late', { card: answerLate }],
    ['a fault lost the answer', { faults: [['rail.authorise', 'answer-lost']] }],
  ] satisfies [string, Trouble][])('%s: 0000 within the call', async (_what, trouble) => {
    const order = newOrderNumber();
    const { answer } = await begin(order, trouble);
    const paid = await answerInTime(gyeol.url, answer);
    expect(paid.RESULTCODE).toBe('0000');
    await moveClock(gyeol.url, { advance: 'PT1M' });
    expect(await chargesOf(gyeol, order)).toMatchObject([{ state: 'approved', cancelled: 0n }]);
    expect(happened(await storyOf(gyeol, paid.TID ?? ''))).toEqual([
      'intended', 'approved', 'approve',
    ]);
    await booksClose(gyeol);
  });

  test('a connection that breaks, or an answer that comes twice, is asked about at once', async () => {
    for (const effect of ['connection-reset', 'answer-duplicated']) {
      const order = newOrderNumber();
      const match = { orderNumber: order };
      await orderFault(gyeol.url, { at: 'rail.authorise', effect, match });
      expect((await shop.keyin({ ORDERNO: order })).RESULTCODE).toBe('0000');
      expect(await chargesOf(gyeol, order)).toMatchObject([{ state: 'approved' }]);
    }
  });
});

describe('what the shop was told decides: an approval found later is undone, never adopted', () => {
  const lost = ['rail.inquire', 'answer-lost'] as const;
  // biome-ignore format: a table
  test.each([
    ['approved, never answered',         { card: answerLost, faults: [lost] },                              'net-cancelled', 'net-cancelled'],
    ['approved, answered too late',      { card: answerLate, faults: [lost] },                              'net-cancelled', 'net-cancelled'],
    ['approved, and the line broke',     { faults: [['rail.authorise', 'connection-reset'], lost] },        'net-cancelled', 'net-cancelled'],
    ['nobody can be reached for a while', { card: answerLost, faults: [lost, ['rail.inquire', 'connection-reset', 3], ['rail.net-cancel', 'decline', 3]] }, 'net-cancelled', 'net-cancelled'],
    ['the line breaks after a net cancel', { card: answerLost, faults: [lost, ['rail.net-cancel', 'connection-reset', 2]] }, 'net-cancelled', 'net-cancelled'],
    ['the request never arrived',        { card: requestLost },                                             'declined', 'tombstone'],
    ['declined, never answered',         { card: answerLost, faults: [['rail.authorise', 'decline']] },     'declined', 'declined'],
  ] satisfies [string, Trouble, string, string][])('%s', async (_what, trouble, status, state) => {
    const order = newOrderNumber();
    const { answer } = await begin(order, trouble);
    const told = await answerInTime(gyeol.url, answer);
    if (state === 'declined') return expect(told.RESULTCODE).toBe('8010');
    expect(told).toMatchObject({ RESULTCODE: 'E011', ORDERNO: order, ACCEPTNO: '' });
    const tid = told.TID ?? '';
    expect(tid).toHaveLength(20);
    expect((await shop.paycert(tid)).RESULTCODE).not.toBe('0000');

    const again = newOrderNumber();
    expect((await shop.keyin({ ORDERNO: again })).RESULTCODE).toBe('0000');
    await moveClock(gyeol.url, { advance: 'PT5M' });

    expect(await chargesOf(gyeol, order)).toMatchObject([{ state }]);
    expect(await chargesOf(gyeol, again)).toMatchObject([{ state: 'approved', cancelled: 0n }]);
    expect(await storyOf(gyeol, tid)).toMatchObject({ status, approved: 0, remaining: 0 });
    expect((await shop.paycert(tid)).RESULTCODE).not.toBe('0000');
    expect((await shop.cancel({ tid })).cancel_code).toBe('E022');
    await booksClose(gyeol);
  });
});

describe('a clock that jumps over the whole call ends no differently', () => {
  const silent = ['rail.inquire', 'answer-lost', 2] as const;
  // biome-ignore format: a table
  test.each([
    ['the inquiry finds the approval',  { card: answerLost }],
    ['nobody answers the inquiries',    { card: answerLost, faults: [silent] }],
    ['nor the first two net cancels',   { card: answerLost, faults: [silent, ['rail.net-cancel', 'answer-lost', 2]] }],
    ['nor do net cancels come through', { card: answerLost, faults: [silent, ['rail.net-cancel', 'request-lost', 2]] }],
  ] satisfies [string, Trouble][])('%s', async (_what, trouble) => {
    const order = newOrderNumber();
    const { answer } = await begin(order, trouble);
    await moveClock(gyeol.url, { advance: 'PT20M' });
    const told = await answer;
    const charged = told.RESULTCODE === '0000';
    if (!charged) expect(told.RESULTCODE).toBe('E011');
    const state = charged ? 'approved' : 'net-cancelled';
    expect(await chargesOf(gyeol, order)).toMatchObject([{ state, cancelled: 0n }]);
    expect(await storyOf(gyeol, told.TID ?? '')).toMatchObject({ status: state });
    await booksClose(gyeol);
  });
});

test('after an hour without any answer an operator is called, and it still ends', async () => {
  const order = newOrderNumber();
  const faults = [
    ['rail.inquire', 'answer-lost', 60],
    ['rail.net-cancel', 'answer-lost', 60],
  ] as const;
  const { answer } = await begin(order, { card: answerLost, faults });
  await moveClock(gyeol.url, { advance: 'PT3H' });
  const tid = (await answer).TID ?? '';
  const waiting = await storyOf(gyeol, tid);
  expect(waiting.status).toBe('unknown');
  expect(happened(waiting)).toContain('flagged');
  const tomorrow = await openShop(gyeol.url);
  expect((await tomorrow.keyin({ ORDERNO: order })).RESULTCODE).toBe('E005');

  await call(gyeol.url, { method: 'DELETE', path: '/sandbox/faults' });
  await moveClock(gyeol.url, { advance: 'PT2H' });
  expect(await storyOf(gyeol, tid)).toMatchObject({ status: 'net-cancelled' });
  expect(await chargesOf(gyeol, order)).toMatchObject([{ state: 'net-cancelled' }]);
  await booksClose(gyeol);
});
