// Story: a developer wants a sale at each card company, and finds a card for it in the list.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acquirers } from '../../../rails/simulator/issuers.ts';
import { booksClose, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { call, openShop, operatorKey, type Shop } from '../../harness/shop.ts';

interface Card {
  readonly number: string;
  readonly issuer: string;
  readonly acquirer: string;
  readonly behaviour: string;
  readonly expiry: string;
  readonly password: string;
  readonly birthDate: string;
  readonly answers: { readonly cookiepay: string; readonly payple: string };
}

let gyeol: TestGateway;
let shop: Shop;
let cards: readonly Card[];
beforeAll(async () => {
  gyeol = await openGateway();
  shop = await openShop(gyeol.url);
  cards = (await call(gyeol.url, { path: '/sandbox/cards' })).body.cards as readonly Card[];
});
afterAll(() => gyeol.stop());

// As the settlement manual prints them.
const codes = ['CCLG', 'CCBC', 'CCKM', 'CCSS', 'CCDI', 'CCLO', 'CCKE', 'CCHN', 'CCNH'] as const;

function plainCardOf(code: string): Card {
  const found = cards.find(
    (card) =>
      card.acquirer === code &&
      card.behaviour === 'approve' &&
      [card.expiry, card.password, card.birthDate].every((value) => value === 'any'),
  );
  if (found === undefined) throw new Error(`no approving card of ${code}`);
  return found;
}

test.each(codes)('%s: a listed card approves and is acquired there', async (code) => {
  const card = plainCardOf(code);
  const paid = await shop.keyin({ CARDNO: card.number });
  expect(paid.RESULTCODE).toBe('0000');
  const { body } = await call(gyeol.url, { path: `/v1/payments/${paid.TID}` });
  expect(body).toMatchObject({
    status: 'approved',
    card: { issuer: card.issuer, acquirer: acquirers[code].name },
  });
  const stored = await rowsOf(gyeol, 'select acquirer_code from payment where tid = $1', [
    paid.TID,
  ]);
  expect(stored).toEqual([{ acquirer_code: code }]);
  expect((await shop.cancel({ tid: paid.TID })).cancel_code).toBe('0000');
});

test('the list names no other acquirer, and is the same for every kind of key', async () => {
  expect(new Set(cards.map(({ acquirer }) => acquirer))).toEqual(new Set(codes));
  const other = await call(gyeol.url, { path: '/sandbox/cards', key: operatorKey });
  expect(other.body.cards).toEqual(cards);
  expect(new Set(cards.map(({ number }) => number)).size).toBe(cards.length);
});

// A billing key is charged in vain, or the card never becomes one.
// biome-ignore format: a table
test.each([
  ['approve',            { cookiepay: '0000', payple: 'SPCD0000' }],
  ['decline-limit',      { cookiepay: '8001', payple: 'SPCD0018' }],
  ['decline-balance',    { cookiepay: '8002', payple: 'SPCD0018' }],
  ['decline-instalment', { cookiepay: '8007', payple: 'SPCD0018' }],
  ['decline-lost',       { cookiepay: '8003', payple: 'CDAU0007' }],
  ['locked',             { cookiepay: '8009', payple: 'CDAU0007' }],
  ['answer-lost',        { cookiepay: '0000', payple: 'SPCD0000' }],
  ['request-lost',       { cookiepay: 'E011', payple: 'SPCD1001' }],
])('the list says what each dialect answers to a card of %s', (behaviour, answers) => {
  const own = cards.filter((card) => card.behaviour === behaviour);
  expect(own.map((card) => card.answers)).toEqual(own.map(() => answers));
  expect(own).not.toEqual([]);
});

test('the receivables of the day stand with each acquirer apart', async () => {
  for (const code of codes) await shop.keyin({ CARDNO: plainCardOf(code).number, AMOUNT: '1000' });
  const sql = `select scope, sum(case side when 'debit' then amount else -amount end) as won
    from posting where account = 'authorised-with-acquirers' group by scope`;
  const standing = (await rowsOf(gyeol, sql)).filter(({ won }) => Number(won) !== 0);
  expect(standing.map(({ scope }) => scope).sort()).toEqual([...codes].sort());
  expect(new Set(standing.map(({ won }) => Number(won)))).toEqual(new Set([1_000]));
  await booksClose(gyeol);
});
