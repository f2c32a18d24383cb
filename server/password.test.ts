// The payment password's hash: slow, salted, and of no use without the pepper.
import { expect, test } from 'vitest';
import { hashPassword, passwordMatches } from './password.ts';
import { createSecretKeys } from './secrets.ts';

const keysOf = (pepper: number) =>
  createSecretKeys({ pepper: new Uint8Array(32).fill(pepper), token: new Uint8Array(32) });
const keys = keysOf(1);

test('only the right password fits, and two hashes of one differ', async () => {
  const [first, second] = await Promise.all([
    hashPassword(keys, '123456'),
    hashPassword(keys, '123456'),
  ]);
  expect(first).not.toBe(second);
  expect(first).not.toContain('123456');
  expect(await passwordMatches(keys, '123456', first)).toBe(true);
  expect(await passwordMatches(keys, '123457', first)).toBe(false);
  expect(await passwordMatches(keys, '', first)).toBe(false);
});

test('without the pepper of this installation a hash is worth nothing', async () => {
  const hash = await hashPassword(keys, '123456');
  expect(await passwordMatches(keysOf(2), '123456', hash)).toBe(false);
});

test.each([
  '',
  'scrypt-1',
  'scrypt-1:AAAA:',
  'scrypt-2:AAAA:AAAA',
])('%s is no hash', async (text) => {
  expect(await passwordMatches(keys, '123456', text)).toBe(false);
});
