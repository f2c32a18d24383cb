// Ids made in the process: time-ordered UUIDs, TIDs and secrets; nothing asks a sequence.
import { createHash, randomBytes, randomFillSync } from 'node:crypto';
import type { BillingKeyId, Tid } from '../core/payment/payment.ts';
import { type Instant, wireTime } from '../core/time/instant.ts';

/** Random bytes are drawn in bulk: one call to the generator serves many ids. */
const pool = Buffer.alloc(8_192);
let used = pool.length;

function draw(length: number): Buffer {
  if (used + length > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += length;
  return pool.subarray(used - length, used);
}

/**
 * A source of UUIDv7s of RFC 9562; within a millisecond twelve bits count up, so order is kept.
 * Each gateway has its own: one whose clock was moved ahead must not date the ids of another.
 */
export function createIdSource(clockNow: () => Instant): () => string {
  let lastMs = 0;
  let counter = 0;
  return () => {
    const now = clockNow();
    if (now > lastMs) {
      lastMs = now;
      counter = draw(2).readUInt16BE() & 0x7ff;
    } else {
      counter += 1;
      if (counter > 0xfff) {
        lastMs += 1;
        counter = 0;
      }
    }
    return timeOrdered(lastMs, counter);
  };
}

function timeOrdered(ms: number, counter: number): string {
  const time = ms.toString(16).padStart(12, '0');
  const random = draw(8);
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x80;
  const tail = random.toString('hex');
  const middle = (0x7000 | counter).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-${middle}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

/**
 * UUIDv8 of RFC 9562, the same for the same names: for orders that a bank must know again although
 * an old backup was put back here.
 */
export function derivedId(...names: readonly string[]): string {
  const hash = createHash('sha256').update(names.join(' ')).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** Bytes from here on would favour the first letters. */
const fairBelow = 256 - (256 % alphabet.length);

/** Twelve digits of Seoul time and eight random letters or digits: 41 random bits (T30). */
export function newTid(now: Instant): Tid {
  return `${tidTime(now)}${randomLetters(8)}` as Tid;
}

/** The smallest possible TID of a second; TIDs sort by time. */
export function tidTime(now: Instant): string {
  return wireTime(now).slice(2);
}

export function randomLetters(length: number): string {
  let letters = '';
  while (letters.length < length) {
    for (const byte of draw(length)) {
      if (byte < fairBelow && letters.length < length) letters += alphabet[byte % alphabet.length];
    }
  }
  return letters;
}

/** For what opens a thing by being known: a window, a link. 128 random bits (T30). */
export function newOpaqueId(): string {
  return randomBytes(16).toString('base64url');
}

/** What shops keep for years and send with each charge; 192 random bits. */
export function newBillingKeyId(): BillingKeyId {
  return randomBytes(24).toString('base64url') as BillingKeyId;
}

/** A secret of 256 random bits; the prefix tells kind and mode, so that leaks can be found. */
export function newSecret(prefix: string): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`;
}
