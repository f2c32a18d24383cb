// Account data in flight: whoever prints it, in whatever way, sees [account].
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { forgetAccount, openAccount, SensitiveAccount } from './sensitive-account.ts';

const data = {
  ...{ bank: '004', number: '99900400000001' },
  ...{ holderName: '홍길동', holder: '900101' },
};

test('a forgotten account cannot be opened', () => {
  const account = new SensitiveAccount(data);
  forgetAccount(account);
  expect(() => openAccount(account)).toThrow('already forgotten');
});

test('no way of printing shows a digit or a name', () => {
  const account = new SensitiveAccount(data);
  // biome-ignore format: a table
  const prints = [
    String(account), `${account}`, JSON.stringify({ account }),
    inspect({ account }, { showHidden: true }), JSON.stringify(Object.entries(account)),
    JSON.stringify({ ...account }), new Error(`${account}`).message,
    Object.getOwnPropertyNames(account).join(),
  ];
  for (const print of prints) expect(print).not.toMatch(/\d|홍/);
  expect(prints.slice(0, 3)).toEqual(['[account]', '[account]', '{"account":"[account]"}']);
});

test('only the opener sees what is in it, and each account has its own', () => {
  const account = new SensitiveAccount(data);
  const other = new SensitiveAccount({ ...data, number: '999088000001' });
  expect(openAccount(account)).toEqual(data);
  expect(openAccount(other).number).toBe('999088000001');
});

test('two accounts of different numbers cannot be told apart by comparing them', () => {
  expect(new SensitiveAccount(data)).toEqual(new SensitiveAccount({ ...data, number: '0' }));
});
