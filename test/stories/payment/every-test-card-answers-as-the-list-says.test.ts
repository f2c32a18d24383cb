// Story: a developer tries every test card of the list and gets the answer that the list promises.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose, chargesOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { answerInTime } from '../../harness/sandbox.ts';
import { call, newOrderNumber, openShop, type Shop } from '../../harness/shop.ts';

interface Card {
  readonly number: string;
  readonly issuer: string;
  readonly acquirer: string;
  readonly behaviour: string;
  readonly expiry: string;
  readonly password: string;
  readonly birthDate: string;
  readonly answers: { readonly cookiepay: string };
}

let gyeol: TestGateway;
let shop: Shop;
let cards: readonly Card[];
beforeAll(async () => {
  gyeol = await openGateway();
  shop = await openShop(gyeol.url);
  const { body } = await call(gyeol.url, { path: '/sandbox/cards' });
  cards = body.cards as readonly Card[];
});
afterAll(() => gyeol.stop());

const onTheLine = /^(answer-lost|request-lost|answer-late)$/;

/** What fits the card; "any" is left to the shop. */
function fitting({ number, expiry, password, birthDate }: Card) {
  const or = (value: string, any: string): string => (value === 'any' ? any : value);
  return {
    CARDNO: number,
    EXPIREDT: or(expiry, '3012'),
    CARDPWD: or(password, '12'),
    CARDAUTH: or(birthDate, '900101'),
  };
}

test('the list has a card for each acquirer and each way to behave', () => {
  const acquirers = new Set(
    cards.filter(({ behaviour }) => behaviour === 'approve').map(({ acquirer }) => acquirer),
  );
  const manual = ['CCLG', 'CCBC', 'CCKM', 'CCSS', 'CCDI', 'CCLO', 'CCKE', 'CCHN', 'CCNH'];
  expect([...acquirers].sort()).toEqual(manual.sort());
  expect(new Set(cards.map(({ answers }) => answers.cookiepay))).toEqual(
    new Set(['0000', 'E011', ...Array.from({ length: 10 }, (_, n) => String(8001 + n))]),
  );
  expect(cards.map(({ number }) => number)).toContain('4111111111111111');
});

test('every card that is answered at once answers with its code', async () => {
  const prompt = cards.filter(({ behaviour }) => !onTheLine.test(behaviour));
  const answers = await Promise.all(prompt.map((card) => shop.keyin(fitting(card))));
  const told = answers.map(({ RESULTCODE }, n) => `${prompt[n]?.number} ${RESULTCODE}`);
  expect(told).toEqual(prompt.map(({ number, answers }) => `${number} ${answers.cookiepay}`));
  answers.forEach((answer, n) => {
    if (answer.RESULTCODE === '0000') expect(answer.CARDNAME).toBe(prompt[n]?.issuer);
  });
  await booksClose(gyeol);
});

test('cards whose answer does not come are answered by inquiry within the call', async () => {
  const slow = cards.filter(({ behaviour }) => onTheLine.test(behaviour));
  const orders = slow.map(newOrderNumber);
  const answers = slow.map((card, n) => shop.keyin({ ...fitting(card), ORDERNO: orders[n] }));
  // Each has reached the bank, or was lost on its way there.
  for (const [n, { behaviour }] of slow.entries()) {
    if (behaviour === 'request-lost') continue;
    await eventually(async () => expect(await chargesOf(gyeol, orders[n] ?? '')).toHaveLength(1));
  }
  const all = await answerInTime(gyeol.url, Promise.all(answers));
  const told = all.map((answer) => answer.RESULTCODE);
  expect(told).toEqual(slow.map((card) => card.answers.cookiepay));
});

describe('what does not fit a card is declined with its own reason', () => {
  const strict = {
    CARDNO: '9907100000002033',
    EXPIREDT: '3012',
    CARDPWD: '12',
    CARDAUTH: '900101',
  };
  // biome-ignore format: a table
  test.each([
    ['everything fits',             {},                                              '0000'],
    ['another expiry',              { EXPIREDT: '3011' },                            '8004'],
    ['an expiry that has passed',   { CARDNO: '4111111111111111', EXPIREDT: '2401' }, '8004'],
    ['another password',            { CARDPWD: '13' },                               '8005'],
    ['another birth date',          { CARDAUTH: '900102' },                          '8006'],
    ['a company card, its number',  { CARDNO: '9904100000002044', CARDAUTH: '1248100998' }, '0000'],
    ['a company card, a birth date', { CARDNO: '9904100000002044' },                 '8006'],
    ['over the limit of the card',  { CARDNO: '9908100000002057', AMOUNT: '50001' }, '8001'],
    ['within the limit',            { CARDNO: '9908100000002057', AMOUNT: '50000' }, '0000'],
    ['instalments on a check card', { CARDNO: '4000056655665556', QUOTA: '03' },     '8007'],
    ['a mistyped test number',      { CARDNO: '4242420000000001' },                  '8011'],
    ['a number that is no test card', { CARDNO: '4916123456789012' },                'E012'],
  ])('%s', async (_what, fields, code) => {
    expect((await shop.keyin({ ...strict, ...fields })).RESULTCODE).toBe(code);
  });
});
