// Keyed hashes of secrets, keys derived per purpose, and comparison without early exit.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { createSeal, type Seal } from './seal.ts';

export interface SecretKeys {
  /** Hash of an ApiKey, custKey or bearer: HMAC-SHA-256 with the pepper, hex. */
  hash(secret: string): string;
  matches(secret: string, hash: string): boolean;
  /** The key that signs tokens of one credential version; another version is another key. */
  tokenKey(credentialId: string, version: number): Uint8Array;
  /** Signs receipt links, so that only links of ours show buyer and goods. */
  signReceipt(tid: string): string;
  receiptMatches(tid: string, signature: string): boolean;
  /** Binds a page cursor to the merchant that it was given to. */
  signCursor(text: string): string;
  /** For tokens that only we have to read again. */
  readonly authTokens: Seal;
  /** Of endpoints: we must be able to sign with them. */
  readonly noticeSecrets: Seal;
  /** For answers that show a secret and are kept for a repeated request. */
  readonly answers: Seal;
  /** What a shop confirms a window with; made again from the window, so that it is never stored. */
  requestKey(window: string): string;
  /** Before a payment password is hashed: without this key a copy of the hashes tells nothing. */
  pepper(password: string): Uint8Array;
  /** For what a buyer told us about himself and we have to read again. */
  readonly identities: Seal;
}

export interface RootSecrets {
  readonly pepper: Uint8Array;
  readonly token: Uint8Array;
  /** Of the installation; tokens of another epoch are not ours (T84). */
  readonly epoch?: number;
}

export function createSecretKeys(root: RootSecrets): SecretKeys {
  const tokenKeys = new Map<string, Uint8Array>();
  // Whoever never put a backup back keeps the tokens of before.
  const era = root.epoch === undefined || root.epoch === 0 ? '' : ` ${root.epoch}`;
  const receiptKey = derive(root.token, 'receipt link');

  const hash = (secret: string): string =>
    createHmac('sha256', root.pepper).update(secret, 'utf8').digest('hex');

  function tokenKey(credentialId: string, version: number): Uint8Array {
    const name = `token ${credentialId} ${version}${era}`;
    const known = tokenKeys.get(name);
    if (known !== undefined) return known;
    const key = derive(root.token, name);
    if (tokenKeys.size > 10_000) tokenKeys.clear();
    tokenKeys.set(name, key);
    return key;
  }

  const cursorKey = derive(root.token, 'page cursor');
  const windowKey = derive(root.token, 'request keys');
  const passwordKey = derive(root.pepper, 'payment passwords');
  const sign = (key: Uint8Array, text: string): string =>
    createHmac('sha256', key).update(text, 'utf8').digest('base64url').slice(0, 32);
  const signReceipt = (tid: string): string => sign(receiptKey, tid);

  return {
    hash,
    matches: (secret, expected) => equal(hash(secret), expected),
    tokenKey,
    signReceipt,
    receiptMatches: (tid, signature) => equal(signReceipt(tid), signature),
    signCursor: (text) => sign(cursorKey, text),
    authTokens: createSeal(derive(root.token, `auth tokens${era}`)),
    noticeSecrets: createSeal(derive(root.token, 'notice secrets')),
    answers: createSeal(derive(root.token, 'kept answers')),
    requestKey: (window) => sign(windowKey, window),
    pepper: (password) => createHmac('sha256', passwordKey).update(password, 'utf8').digest(),
    identities: createSeal(derive(root.token, 'identities')),
  };
}

function derive(root: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', root, new Uint8Array(0), purpose, 32));
}

/** Compares digests of fixed length; texts of another length are unequal at once. */
export function equal(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
