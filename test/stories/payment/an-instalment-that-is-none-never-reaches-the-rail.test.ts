// Story: a page asks for instalments that nobody offers; the bank never hears of them.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { digestOf, storyOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { openShop, type Shop } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: Shop;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = await openShop(gyeol.url);
});
afterAll(() => gyeol.stop());

// biome-ignore format: a table
const refused: readonly (readonly [quota: unknown, amount: string])[] = [
  ['13', '50000'], ['99', '50000'], ['2 ', '50000'], [' 2', '50000'], ['2', '50000'],
  ['-1', '50000'], ['0x', '50000'], ['１２', '50000'], ['003', '50000'], [3, '50000'],
  [true, '50000'], ['02', '49999'], ['12', '1000'],
];

test('T8: every unfit QUOTA is refused by its name, and the bank does not hear of it', async () => {
  const before = await digestOf(gyeol);
  for (const [QUOTA, AMOUNT] of refused) {
    const answer = await shop.keyin({ QUOTA, AMOUNT });
    expect({ sent: QUOTA, ...answer }).toMatchObject({ sent: QUOTA, RESULTCODE: 'E004', TID: '' });
    expect(answer.RESULTMSG).toContain('QUOTA');
  }
  expect(await digestOf(gyeol)).toBe(before);
});

// biome-ignore format: a table
const taken: readonly (readonly [quota: unknown, amount: string, months: number])[] = [
  ['00', '1000', 0], ['01', '1000', 0], ['', '1000', 0], [undefined, '1000', 0],
  ['02', '50000', 2], ['12', '50000', 12],
];

test.each(taken)('T8: QUOTA %j of %s won is %i months', async (QUOTA, AMOUNT, months) => {
  const answer = await shop.keyin({ QUOTA, AMOUNT });
  expect(answer).toMatchObject({ RESULTCODE: '0000', QUOTA: String(months).padStart(2, '0') });
  const story = await storyOf(gyeol, answer.TID ?? '');
  expect(story).toMatchObject({ card: { instalment: months } });
});
