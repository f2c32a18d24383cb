// Story: the bank's answer to a cancel does not come; the cancel is finished forwards, once.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { booksClose, happened, rowsOf, storyOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { answerInTime, moveClock, orderFault } from '../../harness/sandbox.ts';
import { openShop, type Shop, type WireAnswer } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: Shop;
beforeAll(async () => {
  gyeol = await openGateway();
});
beforeEach(async () => {
  shop = await openShop(gyeol.url);
});
afterAll(() => gyeol.stop());

type Faults = readonly (readonly [at: string, effect: string, times?: number])[];

async function paid(faults: Faults): Promise<string> {
  const { TID: tid = '' } = await shop.keyin({ AMOUNT: '50000' });
  for (const [at, effect, times = 1] of faults) {
    await orderFault(gyeol.url, { at, effect, times, match: { tid } });
  }
  return tid;
}

/** A cancel of 20,000 won under way, as far as the faults let it come. */
async function begin(tid: string, faults: Faults): Promise<{ answer: Promise<WireAnswer> }> {
  const answer = shop.cancel({ tid, amount: '20000' });
  const reached = faults[0]?.[1] !== 'request-lost';
  await eventually(async () => {
    expect((await storyOf(gyeol, tid)).reserved).toBe(20_000);
    if (reached) expect(await refunds(tid)).toEqual(once);
  });
  return { answer };
}

/** How often and how much the bank gave back. */
async function refunds(tid: string): Promise<unknown> {
  const sql = `select a.cancelled, count(c.*) filter (where c.done) as times
    from payment p join simulator.authorisation a using (request_id)
    left join simulator.cancel c on c.request_id = a.request_id
    where p.tid = $1 group by a.request_id`;
  return (await rowsOf(gyeol, sql, [tid]))[0];
}

const once = { cancelled: 20_000n, times: 1n };

describe('inside the call the bank is asked what it did', () => {
  test.each([
    ['the answer was lost', 'answer-lost'],
    ['the answer came late', 'answer-late'],
  ])('%s: 0000 within the call', async (_what, effect) => {
    const faults: Faults = [['rail.cancel', effect]];
    const tid = await paid(faults);
    const { answer } = await begin(tid, faults);
    const told = await answerInTime(gyeol.url, answer);
    expect(told).toMatchObject({ cancel_code: '0000', cancel_amt: '20000' });
    await moveClock(gyeol.url, { advance: 'PT1M' });
    expect(await refunds(tid)).toEqual(once);
    await booksClose(gyeol);
  });

  test('the line broke, or the order came twice: 0000 at once', async () => {
    for (const effect of ['connection-reset', 'answer-duplicated']) {
      const tid = await paid([['rail.cancel', effect]]);
      expect((await shop.cancel({ tid, amount: '20000' })).cancel_code).toBe('0000');
      expect(await refunds(tid)).toEqual(once);
    }
  });
});

describe('what was asked for is finished forwards', () => {
  // biome-ignore format: a table
  test.each([
    ['done, never answered',           [['rail.cancel', 'answer-lost'], ['rail.inquire', 'answer-lost']]],
    ['the order never arrived',        [['rail.cancel', 'request-lost']]],
    ['it never arrives three times',   [['rail.cancel', 'request-lost'], ['rail.cancel', 'connection-reset', 2]]],
    ['nobody can be asked for a while', [['rail.cancel', 'answer-lost'], ['rail.inquire', 'answer-lost'], ['rail.inquire', 'connection-reset', 5]]],
  ] satisfies [string, Faults][])('%s: E011, then cancelled once', async (_what, faults) => {
    const tid = await paid(faults);
    const { answer } = await begin(tid, faults);
    const told = await answerInTime(gyeol.url, answer);
    expect(told).toMatchObject({ cancel_code: 'E011', cancel_tid: tid, cancel_amt: '' });
    await moveClock(gyeol.url, { advance: 'PT15M' });
    expect(await refunds(tid)).toEqual(once);
    expect(await storyOf(gyeol, tid)).toMatchObject({
      ...{ status: 'partially-cancelled', cancelled: 20_000, reserved: 0, remaining: 30_000 },
    });
    expect((await shop.paycert(tid)).CANCELMSG).toBe('고객 변심');
    await booksClose(gyeol);
  });
});

test('the bank refuses: nothing is reserved any more, and a later cancel may succeed', async () => {
  const tid = await paid([['rail.cancel', 'decline']]);
  expect(await shop.cancel({ tid, amount: '20000' })).toMatchObject({ cancel_code: '8010' });
  expect(await storyOf(gyeol, tid)).toMatchObject({ status: 'approved', remaining: 50_000 });
  expect(await refunds(tid)).toEqual({ cancelled: 0n, times: 0n });
  expect((await shop.cancel({ tid, amount: '20000' })).cancel_code).toBe('0000');
  expect(await refunds(tid)).toEqual(once);
  await booksClose(gyeol);
});

test('while one is unresolved another waits its turn and is refused as busy', async () => {
  const silence: Faults = [
    ['rail.cancel', 'answer-lost'],
    ['rail.inquire', 'answer-lost', 9],
  ];
  const tid = await paid(silence);
  const { answer } = await begin(tid, silence);
  const other = shop.cancel({ tid, amount: '30000', reason: '다른 취소' });
  await moveClock(gyeol.url, { advance: 'PT6S' });
  expect((await other).cancel_code).toBe('E010');
  await moveClock(gyeol.url, { advance: 'PT30M' });
  expect((await answer).cancel_code).toBe('E011');
  expect(await refunds(tid)).toEqual(once);
  const story = await storyOf(gyeol, tid);
  expect(happened(story)).toContain('cancel-unknown');
  expect(happened(story)).toContain('cancel-searched');
  expect((await shop.cancel({ tid, amount: '30000' })).cancel_code).toBe('0000');
  await booksClose(gyeol);
});
