// Story: a developer wants a transfer from each bank, and finds an account for it in the list.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountBehaviours } from '../../../rails/simulator/behaviours.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { call, operatorKey } from '../../harness/shop.ts';

interface Account {
  readonly bank: string;
  readonly bankName: string;
  readonly number: string;
  readonly behaviour: string;
  readonly holder: string;
}

let gyeol: TestGateway;
let accounts: readonly Account[];
beforeAll(async () => {
  gyeol = await openGateway();
  const { body } = await call(gyeol.url, { path: '/sandbox/cards' });
  accounts = body.accounts as readonly Account[];
});
afterAll(() => gyeol.stop());

// As shops know them by their three digits.
const codes = '004 011 020 081 088 003 071 045 031 034 039 002 048 007 032 090 092 089'.split(' ');

test.each(codes)('%s: the first account approves, whoever holds it', (code) => {
  const own = accounts.find(({ bank }) => bank === code);
  expect(own).toMatchObject({ behaviour: 'approve', holder: 'any' });
  expect(own?.number).toMatch(/^999[0-9]{7,11}$/);
});

test('the list has an account for each way to behave, and is the same for every key', async () => {
  expect(new Set(accounts.map(({ behaviour }) => behaviour))).toEqual(
    new Set(Object.keys(accountBehaviours)),
  );
  expect(new Set(accounts.map(({ number }) => number)).size).toBe(accounts.length);
  const other = await call(gyeol.url, { path: '/sandbox/cards', key: operatorKey });
  expect(other.body.accounts).toEqual(accounts);
});

test('an account is whole: bank, its name, number, behaviour and the holder that fits', () => {
  const row = accounts.find(({ holder }) => holder !== 'any');
  expect(row).toEqual({
    ...{ bank: '004', bankName: '국민은행', number: '99900400000201' },
    ...{ behaviour: 'approve', holder: '900101' },
  });
});
