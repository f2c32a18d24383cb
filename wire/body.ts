// Which reader a request body gets: decided by its first character before its declared type.
import type { Outcome } from '../core/refusal.ts';
import { type Fields, unreadable } from './fields.ts';
import { readForm } from './form.ts';
import { readJson } from './json.ts';

/** Bytes. 2,048 Hangul letters percent-encoded are 18 KB, in several fields (T62). */
export const bodyLimit = 256 * 1024;

const strictText = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lossyText = new TextDecoder('utf-8', { ignoreBOM: true });

export function readBody(raw: Uint8Array, contentType: string | undefined): Outcome<Fields> {
  if (raw.length > bodyLimit) return unreadable('', 'too-large', 0);
  const text = textOf(raw);
  if (text === null) {
    const lossy = lossyText.decode(raw);
    return unreadable(lossy, 'encoding', lossy.indexOf('\uFFFD'));
  }
  if (text.trim() === '') return unreadable('', 'empty', 0);
  return isForm(text, contentType) ? readForm(text) : readJson(text);
}

/** Null for bytes that are not UTF-8. */
export function textOf(raw: Uint8Array): string | null {
  try {
    const text = strictText.decode(raw);
    // .NET's StreamWriter begins with a byte order mark; it is not part of the message.
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  } catch {
    return null;
  }
}

const formType = /^\s*application\/x-www-form-urlencoded\s*(;|$)/i;
const jsonStart = /^\s*[{[]/;

/**
 * PHP's curl declares a form unless it is told otherwise, also over the JSON of the manual's own
 * samples, so the text overrules the type.
 */
function isForm(text: string, contentType: string | undefined): boolean {
  return contentType !== undefined && formType.test(contentType) && !jsonStart.test(text);
}
