// Chance that repeats: the same seed throws the same numbers, whatever machine it runs on.

export interface Dice {
  /** From 0 up to, but not including, 1. */
  throw(): number;
  /** A whole number, both ends included. */
  whole(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** Picks by weight; a weight of 0 is never picked. */
  weighted<Item>(items: readonly (readonly [weight: number, item: Item])[]): Item;
}

export function createDice(seed: string): Dice {
  const next = generator(hash(seed));
  const dice: Dice = {
    throw: next,
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => chosen(items, Math.floor(next() * items.length)),
    weighted(items) {
      let left = next() * items.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, item] of items) {
        left -= weight;
        if (left < 0) return item;
      }
      return chosen(items, items.length - 1)[1];
    },
  };
  return dice;
}

function chosen<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new Error('dice were thrown over nothing');
  return item;
}

/** Mulberry32: 32 bits of state are enough to make every seed another run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** FNV-1a, so that neighbouring seeds begin far apart. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
