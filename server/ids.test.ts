// Ids that nobody can guess or walk: their shape, their random part, their order (T30).
import { describe, expect, test } from 'vitest';
import { instant } from '../core/time/instant.ts';
import { createIdSource, derivedId, newSecret, newTid, randomLetters, tidTime } from './ids.ts';

const at = instant(Date.parse('2026-01-31T09:30:00+09:00'));
const many = 20_000;

/** How often each character stood at each place: a fair source leaves no gap and no favourite. */
function spread(texts: readonly string[]): Map<string, number>[] {
  const places = Array.from({ length: texts[0]?.length ?? 0 }, () => new Map<string, number>());
  for (const text of texts) {
    for (const [place, counts] of places.entries()) {
      const character = text.charAt(place);
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
  }
  return places;
}

function expectAbout(count: number, expected: number, tolerance: number): void {
  expect(Math.abs(count - expected) / expected).toBeLessThan(tolerance);
}

describe('T30: a TID', () => {
  const tids = Array.from({ length: many }, () => newTid(at));

  test('is the time in Seoul and eight characters of thirty-six: 41 random bits', () => {
    for (const tid of tids) expect(tid).toMatch(/^260131093000[A-Z0-9]{8}$/);
    expect(8 * Math.log2(36)).toBeGreaterThan(40);
  });

  test('never comes twice in one second', () => {
    expect(new Set(tids).size).toBe(many);
  });

  test('has every character at every random place about equally often', () => {
    const random = tids.map((tid) => tid.slice(12));
    for (const counts of spread(random)) {
      expect(counts.size).toBe(36);
      for (const count of counts.values()) expectAbout(count, many / 36, 0.5);
    }
    // All places together show also a small favour, as a division by 36 gives to four letters.
    const [all] = spread([...random.join('')]);
    for (const count of all?.values() ?? []) expectAbout(count, (8 * many) / 36, 0.09);
  });

  test('sorts by its second', () => {
    expect(newTid(at) < newTid(instant(at + 1_000))).toBe(true);
    expect(tidTime(at) <= newTid(at)).toBe(true);
  });
});

describe('T30: an id', () => {
  const ids = Array.from(
    { length: many },
    createIdSource(() => at),
  );

  test('is a UUID of version 7 with 62 random bits, and never comes twice', () => {
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(new Set(ids.map((id) => id.slice(19))).size).toBe(many);
  });

  test('keeps the order of its making, also within a millisecond', () => {
    expect([...ids].sort()).toEqual(ids);
  });

  test('is not dated by another gateway whose clock is ahead', () => {
    createIdSource(() => instant(at + 86_400_000))();
    expect(createIdSource(() => at)().slice(0, 8)).toBe(ids[0]?.slice(0, 8));
  });
});

describe('T30: a secret', () => {
  const secrets = Array.from({ length: 1_000 }, () => newSecret('sk_sandbox_'));

  test('has 256 random bits behind a prefix that can be searched for', () => {
    for (const secret of secrets) {
      expect(secret).toMatch(/^sk_sandbox_[A-Za-z0-9_-]{43}$/);
      expect(Buffer.from(secret.slice(11), 'base64url')).toHaveLength(32);
    }
    expect(new Set(secrets).size).toBe(secrets.length);
  });

  test('still has more than 160 bits where a dialect cuts it to fifty characters', () => {
    const cut = newSecret('ak_sandbox_').slice(0, 50);
    expect((cut.length - 'ak_sandbox_'.length) * 6).toBeGreaterThan(160);
  });

  test('letters are as many as asked for', () => {
    for (const length of [1, 8, 14, 300]) expect(randomLetters(length)).toHaveLength(length);
  });
});

describe('T84: a derived id', () => {
  test('is the same for the same names, whenever it is made', () => {
    expect(derivedId('merchant', 'contract', '2028-03-09')).toBe(
      derivedId('merchant', 'contract', '2028-03-09'),
    );
  });

  test('is another one for others, and a UUID of version 8', () => {
    const made = Array.from({ length: 1_000 }, (_, n) => derivedId('payout', String(n)));
    expect(new Set(made).size).toBe(made.length);
    const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    for (const id of made) expect(id).toMatch(shape);
  });
});
