// Seals text that we must be able to read again; what it belongs to is sealed in with it.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export interface Seal {
  /** Two seals of one text differ; each opens only for what it was made for. */
  close(text: string, about: string): string;
  /** Null for anything that was not closed by this key about this very thing. */
  open(sealed: string, about: string): string | null;
}

const algorithm = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

/** The prefix names key and format, so that another version can be told apart later. */
const prefix = 'sealed-1:';

export function createSeal(key: Uint8Array): Seal {
  return {
    close(text, about) {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(about));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      const all = Buffer.concat([nonce, cipher.getAuthTag(), body]);
      return prefix + all.toString('base64url');
    },
    open(sealed, about) {
      if (!sealed.startsWith(prefix)) return null;
      const text = sealed.slice(prefix.length);
      const all = Buffer.from(text, 'base64url');
      // Node's decoder passes over junk, so only the one spelling of these bytes is ours (T40).
      if (all.length < nonceLength + tagLength || all.toString('base64url') !== text) return null;
      const options = { authTagLength: tagLength };
      const decipher = createDecipheriv(algorithm, key, all.subarray(0, nonceLength), options)
        .setAAD(Buffer.from(about))
        .setAuthTag(all.subarray(nonceLength, nonceLength + tagLength));
      try {
        const body = decipher.update(all.subarray(nonceLength + tagLength));
        return Buffer.concat([body, decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
}
