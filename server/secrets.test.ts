// Secrets are kept as digests of one length and compared without an early exit (T33).
import { describe, expect, test } from 'vitest';
import { createSecretKeys, equal } from './secrets.ts';

const keysOf = (fill: number) =>
  createSecretKeys({ pepper: Buffer.alloc(32, fill), token: Buffer.alloc(32, fill) });
const keys = keysOf(1);

// biome-ignore format: a table
const pairs: readonly (readonly [left: string, right: string, same: boolean])[] = [
  ['', '', true], ['a', 'a', true], ['한글', '한글', true],
  ['a', 'b', false], ['a', '', false], ['', 'a', false], ['a', 'ab', false], ['ab', 'a', false],
  ['a', 'A', false], ['a', 'a\0', false], ['é', 'e\u0301', false],
];

test.each(pairs)('T33: %j and %j', (left, right, same) => {
  expect(equal(left, right)).toBe(same);
});

describe('T33: a digest', () => {
  const secrets = ['', 'demo-key', 'x'.repeat(10_000), '한글', '\0'];

  test('has the same length whatever the secret', () => {
    for (const secret of secrets) expect(keys.hash(secret)).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(secrets.map(keys.hash)).size).toBe(secrets.length);
  });

  test('matches its secret only, and no digest proves itself', () => {
    for (const secret of secrets) {
      for (const other of secrets) {
        expect(keys.matches(other, keys.hash(secret))).toBe(other === secret);
      }
      expect(keys.matches(keys.hash(secret), keys.hash(secret))).toBe(false);
    }
  });

  test('is another one under another pepper', () => {
    expect(keysOf(2).hash('demo-key')).not.toBe(keys.hash('demo-key'));
  });
});

test('T33: keys of two purposes, credentials and versions have nothing in common', () => {
  const made = [
    keys.tokenKey('a', 1),
    keys.tokenKey('a', 2),
    keys.tokenKey('b', 1),
    keysOf(2).tokenKey('a', 1),
  ];
  expect(new Set(made.map((key) => Buffer.from(key).toString('hex'))).size).toBe(made.length);
  const signatures = [keys.signReceipt('T'), keys.signCursor('T'), keysOf(2).signReceipt('T')];
  expect(new Set(signatures).size).toBe(signatures.length);
  expect(keys.receiptMatches('T', keys.signReceipt('T'))).toBe(true);
  expect(keys.receiptMatches('T', keys.signCursor('T'))).toBe(false);
  expect(keys.receiptMatches('U', keys.signReceipt('T'))).toBe(false);
});

test('T84: what was sealed or signed in an earlier epoch is nobody’s in the next', () => {
  const root = { pepper: Buffer.alloc(32, 1), token: Buffer.alloc(32, 1) };
  const [first, second] = [7, 8].map((epoch) => createSecretKeys({ ...root, epoch }));
  const sealed = first?.authTokens.close('text', 'about') ?? '';
  expect(first?.authTokens.open(sealed, 'about')).toBe('text');
  expect(second?.authTokens.open(sealed, 'about')).toBeNull();
  expect(first?.tokenKey('a', 1)).not.toEqual(second?.tokenKey('a', 1));
  // What is kept in the database must be read in every epoch.
  const kept = first?.noticeSecrets.close('text', 'about') ?? '';
  expect(second?.noticeSecrets.open(kept, 'about')).toBe('text');
  expect(first?.requestKey('window')).toBe(second?.requestKey('window'));
});
