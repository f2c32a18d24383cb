// The six-digit payment password: hashed slowly with a pepper, compared without early exit.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { SecretKeys } from './secrets.ts';

/** 32 MB and some 80 ms on a thread of its own: a million guesses cost a thief of hashes a day. */
const cost = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1_024 * 1_024 } as const;
const bytes = 32;
const saltLength = 16;

/** The prefix names method and cost, so that another can be told apart later. */
const method = 'scrypt-1';

export async function hashPassword(keys: SecretKeys, password: string): Promise<string> {
  const salt = randomBytes(saltLength);
  const hash = await slowly(keys.pepper(password), salt);
  return [method, salt.toString('base64url'), hash.toString('base64url')].join(':');
}

export async function passwordMatches(
  keys: SecretKeys,
  password: string,
  stored: string,
): Promise<boolean> {
  const [name, salt, hash] = stored.split(':');
  const expected = Buffer.from(hash ?? '', 'base64url');
  const actual = await slowly(keys.pepper(password), Buffer.from(salt ?? '', 'base64url'));
  return name === 'scrypt-1' && expected.length === bytes && timingSafeEqual(actual, expected);
}

function slowly(password: Uint8Array, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, bytes, cost, (error, hash) => {
      if (error === null) resolve(hash);
      else reject(error);
    });
  });
}
