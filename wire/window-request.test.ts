// Tables of what the window accepts from a buyer, and which field is named where it does not.
import { describe, expect, test } from 'vitest';
import { readBuyerInput } from './window-request.ts';

function read(body: unknown) {
  return readBuyerInput(new TextEncoder().encode(JSON.stringify(body)));
}

const card = {
  way: 'card',
  number: '4111111111111111',
  expiry: '3012',
  password: '12',
  birthDate: '900101',
  instalment: 0,
};
const transfer = {
  way: 'transfer',
  bank: '004',
  number: '99900400000001',
  holder: '홍길동',
  birthDate: '900101',
};

test('a try says from which turn of the window it was begun', () => {
  expect(read({ ...card, turn: 3 })).toMatchObject({ value: { turn: 3 } });
  expect(read(card)).toMatchObject({ value: { turn: null } });
  expect(read({ ...card, turn: 'x' })).toMatchObject({ refusal: { field: 'turn' } });
});

test('each way has fields of its own', () => {
  expect(read(card)).toMatchObject({
    ok: true,
    value: { way: 'card', cardNumber: card.number, newPassword: '' },
  });
  expect(
    read({ way: 'app-card', card: 'local-kb', decision: 'approve', instalment: 3 }),
  ).toMatchObject({ value: { appCard: 'local-kb', instalment: 3 } });
  expect(read({ way: 'registered', password: '123456', instalment: 0 })).toMatchObject({
    value: { paymentPassword: '123456' },
  });
  expect(
    read({ ...transfer, cashReceipt: { trade: 'personal', identity: '01012345678' } }),
  ).toMatchObject({
    value: { bank: '004', receiptFor: { trade: 'personal', identity: '01012345678' } },
  });
  expect(read({ ...transfer, cashReceipt: null })).toMatchObject({ value: { receiptFor: null } });
});

// biome-ignore format: a table
const unfit: readonly (readonly [body: object, field: string])[] = [
  [{},                                                    'way'],
  [{ ...card, way: '__proto__' },                         'way'],
  [{ ...card, number: '4111-1111-1111-1111' },            'number'],
  [{ ...card, number: undefined },                        'number'],
  [{ ...card, number: ['4111111111111111', '1'] },        'number'],
  [{ ...card, expiry: '1230' + '0' },                     'expiry'],
  [{ ...card, expiry: '3013' },                           'expiry'],
  [{ ...card, password: '1' },                            'password'],
  [{ ...card, birthDate: '991332' },                      'birthDate'],
  [{ ...card, instalment: 1 },                            'instalment'],
  [{ ...card, instalment: 13 },                           'instalment'],
  [{ ...card, instalment: '2 ' },                         'instalment'],
  [{ ...card, newPassword: '12345' },                     'newPassword'],
  [{ way: 'app-card', card: 'local-kb', decision: 'yes' }, 'decision'],
  [{ ...transfer, bank: '4' },                            'bank'],
  [{ ...transfer, number: '123' },                        'number'],
  [{ ...transfer, holder: '홍\u0000길동' },               'holder'],
  [{ ...transfer, birthDate: '' },                        'birthDate'],
  [{ ...transfer, cashReceipt: { trade: 'personal' } },   'identity'],
  [{ ...transfer, cashReceipt: 'x' },                     'trade'],
  [{ way: 'registered', password: '12345a' },             'password'],
];

describe('what does not fit is refused by its name', () => {
  test.each(unfit)('%j: %s', (body, field) => {
    expect(read(body)).toMatchObject({ ok: false, refusal: { kind: 'unfit-field', field } });
  });

  test('a body that is no object is refused with its place', () => {
    expect(readBuyerInput(new TextEncoder().encode('{"way":'))).toMatchObject({
      refusal: { kind: 'unreadable-body' },
    });
  });
});
