// Story: cards are tested and a password is guessed; limits stop it, the shop's own sales go on.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sandboxVelocity } from '../../../core/limits/velocity.ts';
import type { Gateway } from '../../../server/compose.ts';
import { booksClose } from '../../harness/books.ts';
import { openBeside, openGateway, type TestGateway } from '../../harness/gateway.ts';
import { atTheStartOfAMinute, eventually } from '../../harness/patience.ts';
import { moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, type Shop } from '../../harness/shop.ts';

let gyeol: TestGateway;
let beside: Gateway;
let shop: Shop;
beforeAll(async () => {
  gyeol = await openGateway();
  beside = await openBeside(gyeol);
});
beforeEach(async () => {
  await call(gyeol.url, { method: 'POST', path: '/sandbox/reset' });
  shop = await openShop(gyeol.url, { id: 'demo-danal', key: 'demo-danal-key' });
});
afterAll(async () => {
  await beside.close();
  await gyeol.stop();
});

const { declinesPerMinute, guessesPerDay } = sandboxVelocity;
/** Its password is 12, its holder was born on 1990-01-01. */
const strict = { CARDNO: '9902100000002012', CARDAUTH: '900101' };
const limitCard = { CARDNO: '9906100000001010', CARDPWD: '12', CARDAUTH: '900101' };

async function inRows(count: number, ask: () => Promise<unknown>): Promise<void> {
  for (let done = 0; done < count; done += 25) {
    await Promise.all(Array.from({ length: Math.min(25, count - done) }, ask));
  }
}

async function requestsAtTheBank(): Promise<number> {
  const { pool } = gyeol.gateway.parts.store;
  const found = await pool.query('select count(*)::int as n from simulator.authorisation');
  return found.rows[0].n;
}

test('T34: after so many declines in a minute nothing is asked of the rail, nothing stored', async () => {
  await atTheStartOfAMinute(gyeol);
  await inRows(declinesPerMinute, () => shop.keyin(limitCard));
  const asked = await requestsAtTheBank();
  const refused = await shop.keyin(limitCard);
  expect(refused).toMatchObject({ RESULTCODE: 'E009', TID: '' });
  expect((await shop.keyin({ ...strict, CARDPWD: '12' })).RESULTCODE).toBe('E009');
  expect(await requestsAtTheBank()).toBe(asked);
  const other = await openShop(gyeol.url);
  expect((await other.keyin()).RESULTCODE).toBe('0000');
  await booksClose(gyeol);
}, 90_000);

test('T34: successes are never limited', async () => {
  await inRows(declinesPerMinute + 10, async () =>
    expect((await shop.keyin({ ...strict, CARDPWD: '12' })).RESULTCODE).toBe('0000'),
  );
});

test('T35, T38: a guessed card is locked for the day, on every server and whatever the clock says', async () => {
  await inRows(guessesPerDay, () => shop.keyin({ ...strict, CARDPWD: '99' }));
  const asked = await requestsAtTheBank();
  const right = await shop.keyin({ ...strict, CARDPWD: '12' });
  expect(right.RESULTCODE).toBe('8005');
  expect(right.TID).not.toBe('');
  await moveClock(gyeol.url, { advance: 'P2D' });
  const later = await openShop(gyeol.url, { id: 'demo-danal', key: 'demo-danal-key' });
  expect((await later.keyin({ ...strict, CARDPWD: '12' })).RESULTCODE).toBe('8005');
  expect(await requestsAtTheBank()).toBe(asked);
  await eventually(async () => {
    const elsewhere = await openShop(beside.url, { id: 'demo-danal', key: 'demo-danal-key' });
    expect((await elsewhere.keyin({ ...strict, CARDPWD: '12' })).RESULTCODE).toBe('8005');
  });
  const before = await requestsAtTheBank();
  const elsewhere = await openShop(beside.url, { id: 'demo-danal', key: 'demo-danal-key' });
  await elsewhere.keyin({ ...strict, CARDPWD: '12' });
  expect(await requestsAtTheBank()).toBe(before);
  await call(gyeol.url, { method: 'POST', path: '/sandbox/reset' });
  const fresh = await openShop(gyeol.url, { id: 'demo-danal', key: 'demo-danal-key' });
  expect((await fresh.keyin({ ...strict, CARDPWD: '12' })).RESULTCODE).toBe('0000');
  await booksClose(gyeol);
});

test('T35: guesses of one sandbox merchant lock nobody else out', async () => {
  await inRows(guessesPerDay, () => shop.keyin({ ...strict, CARDPWD: '99' }));
  const neighbour = await newMerchant(gyeol.url, { pg: 'danal' });
  const other = await openShop(gyeol.url, neighbour.keys);
  expect((await other.keyin({ ...strict, CARDPWD: '12' })).RESULTCODE).toBe('0000');
});
