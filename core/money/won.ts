// Exact amounts of won: whole numbers only, minted here and nowhere else.
import type { Brand } from '../brand.ts';
import { invariant } from '../invariant.ts';

/** Korean won. May be negative only where a name says so (settlement rows). */
export type Won = Brand<bigint, 'Won'>;

export const zeroWon = 0n as Won;

/** Takes whole numbers only: a fraction or an unsafe number is a bug of ours, not bad input. */
export function won(value: bigint | number): Won {
  if (typeof value === 'number') {
    invariant(Number.isSafeInteger(value), 'won are whole numbers in the safe range');
    return BigInt(value) as Won;
  }
  return value as Won;
}

const plainDigits = /^(0|[1-9][0-9]*)$/;

/**
 * Reads digits as callers send them: no sign, blank, leading zero or exponent (T66).
 * Answers null for anything else, because bad text is input, not a bug.
 */
export function parseWon(text: string): Won | null {
  return plainDigits.test(text) ? (BigInt(text) as Won) : null;
}

export function add(...parts: readonly Won[]): Won {
  let total = 0n;
  for (const part of parts) total += part;
  return total as Won;
}

export function subtract(from: Won, part: Won): Won {
  return (from - part) as Won;
}

export function negate(amount: Won): Won {
  return -amount as Won;
}
