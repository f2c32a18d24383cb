// Story: an order number pays at most once, whoever asks, how often, and how it is spelt.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksClose, chargesOf, digestOf, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { moveClock, newMerchant } from '../../harness/sandbox.ts';
import { newOrderNumber, openShop, type Shop } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: Shop;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = await openShop(gyeol.url);
});
afterAll(() => gyeol.stop());

const many = 30;

test('T18: of thirty simultaneous key-ins with one order number one is approved', async () => {
  const ORDERNO = newOrderNumber();
  const answers = await Promise.all(Array.from({ length: many }, () => shop.keyin({ ORDERNO })));
  const codes = answers.map((answer) => answer.RESULTCODE).sort();
  expect(codes).toEqual(['0000', ...Array.from({ length: many - 1 }, () => 'E005')]);
  const refused = answers.filter((answer) => answer.RESULTCODE === 'E005');
  // Whoever comes second learns nothing of the first.
  for (const answer of refused) expect(answer).toMatchObject({ TID: '', ACCEPTNO: '' });
  expect(await chargesOf(gyeol, ORDERNO)).toEqual([
    { state: 'approved', amount: 50_000n, cancelled: 0n },
  ]);
  const journals = await rowsOf(
    gyeol,
    'select j.template from journal j join payment p on p.id = j.payment_id where order_number = $1',
    [ORDERNO],
  );
  expect(journals).toEqual([{ template: 'approve' }]);
  await booksClose(gyeol);
});

test('T4: after an approval, a decline or a cancel the number stays used', async () => {
  const approved = newOrderNumber();
  await shop.keyin({ ORDERNO: approved });
  const declined = newOrderNumber();
  await shop.keyin({ ORDERNO: declined, CARDNO: '9906100000001010' });
  const cancelled = newOrderNumber();
  const { TID } = await shop.keyin({ ORDERNO: cancelled });
  await shop.cancel({ tid: TID });
  const before = await digestOf(gyeol);
  for (const ORDERNO of [approved, declined, cancelled]) {
    expect(await shop.keyin({ ORDERNO })).toMatchObject({ RESULTCODE: 'E005', TID: '', ORDERNO });
  }
  expect(await digestOf(gyeol)).toBe(before);
});

test('T4: while the first attempt is in flight or unresolved the number is used', async () => {
  const ORDERNO = newOrderNumber();
  const first = shop.keyin({ ORDERNO, CARDNO: '9906100000001135' });
  await eventually(async () =>
    expect(await rowsOf(gyeol, 'select from payment where order_number = $1', [ORDERNO])).toEqual([
      {},
    ]),
  );
  expect((await shop.keyin({ ORDERNO })).RESULTCODE).toBe('E005');
  await moveClock(gyeol.url, { advance: 'PT14S' });
  expect((await first).RESULTCODE).toBe('E011');
  expect((await shop.keyin({ ORDERNO })).RESULTCODE).toBe('E005');
  expect(await chargesOf(gyeol, ORDERNO)).not.toContainEqual({ state: 'approved' });
  // Seen to its end, so that nobody is still looking for it while the next story watches the books.
  for (const _ of [1, 2]) await moveClock(gyeol.url, { advance: 'PT2M' });
  const ended = 'select status from payment where order_number = $1';
  expect(await rowsOf(gyeol, ended, [ORDERNO])).toEqual([{ status: 'declined' }]);
});

test('T4: fields that are refused take no order number', async () => {
  const ORDERNO = newOrderNumber();
  expect((await shop.keyin({ ORDERNO, AMOUNT: '0' })).RESULTCODE).toBe('E004');
  expect((await shop.keyin({ ORDERNO, CARDNO: '4000001234567899' })).RESULTCODE).toBe('E012');
  expect((await shop.keyin({ ORDERNO, CARDNO: '4242420000000001' })).RESULTCODE).toBe('8011');
  expect((await shop.keyin({ ORDERNO })).RESULTCODE).toBe('0000');
});

test('T5: numbers that look alike are refused, or are one number', async () => {
  const base = newOrderNumber();
  const composed = `${base}-각`.normalize('NFC');
  expect((await shop.keyin({ ORDERNO: composed })).RESULTCODE).toBe('0000');
  expect((await shop.keyin({ ORDERNO: composed.normalize('NFD') })).RESULTCODE).toBe('E005');
  expect((await shop.keyin({ ORDERNO: base.toLowerCase() })).RESULTCODE).toBe('0000');

  const unseen = ['\u200b', '\u00a0', '\ufeff', '\t', '\u202e', '\u3164', '\u0000'];
  const alike = [` ${base}`, `${base} `, ...unseen.map((sign) => `${base}${sign}`)];
  const before = await digestOf(gyeol);
  for (const ORDERNO of alike) {
    const refused = await shop.keyin({ ORDERNO });
    expect(refused.RESULTCODE).toMatch(/^E00[14]$/);
    if (refused.RESULTCODE === 'E004') expect(refused.RESULTMSG).toContain('ORDERNO');
  }
  expect(await digestOf(gyeol)).toBe(before);
});

test('another credential and another merchant have order numbers of their own', async () => {
  const ORDERNO = newOrderNumber();
  const proof = { CARDPWD: '12', CARDAUTH: '900101' };
  const danal = await openShop(gyeol.url, { id: 'demo-danal', key: 'demo-danal-key' });
  const stranger = await openShop(gyeol.url, (await newMerchant(gyeol.url)).keys);
  expect((await shop.keyin({ ORDERNO })).RESULTCODE).toBe('0000');
  expect((await danal.keyin({ ORDERNO, ...proof })).RESULTCODE).toBe('0000');
  expect((await stranger.keyin({ ORDERNO })).RESULTCODE).toBe('0000');
  expect((await danal.keyin({ ORDERNO, ...proof })).RESULTCODE).toBe('E005');
});
