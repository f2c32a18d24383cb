// A sealed text opens for what it was made for, and for nothing else (T41).
import { expect, test } from 'vitest';
import { createSeal } from './seal.ts';

const seal = createSeal(new Uint8Array(32).fill(1));
const other = createSeal(new Uint8Array(32).fill(2));
const text = '{"key":"sk_sandbox_secret","name":"한글"}';

test('T41: what was closed opens again, and shows nothing of itself meanwhile', () => {
  const sealed = seal.close(text, 'merchant 1');
  expect(sealed).not.toContain('secret');
  expect(seal.open(sealed, 'merchant 1')).toBe(text);
});

test('T41: no nonce is used twice', () => {
  const sealed = Array.from({ length: 1_000 }, () => seal.close(text, ''));
  expect(new Set(sealed.map((each) => each.slice(0, 25))).size).toBe(1_000);
});

test('T41: another key, another owner, a flipped or a missing byte open nothing', () => {
  const sealed = seal.close(text, 'merchant 1');
  expect(other.open(sealed, 'merchant 1')).toBeNull();
  expect(seal.open(sealed, 'merchant 2')).toBeNull();
  for (let at = 0; at < sealed.length; at += 1) {
    const flipped = sealed[at] === 'A' ? 'B' : 'A';
    // The last letter carries unused bits, which is why the comparison is with the text itself.
    const opened = seal.open(sealed.slice(0, at) + flipped + sealed.slice(at + 1), 'merchant 1');
    if (at < sealed.length - 1) expect(opened).toBeNull();
    expect(seal.open(sealed.slice(0, at), 'merchant 1')).toBeNull();
  }
  for (const nonsense of ['', 'sealed-1:', text]) expect(seal.open(nonsense, '')).toBeNull();
});
