// Reads application/x-www-form-urlencoded text into flat scalars; strict about escapes and UTF-8.
import { accepted, type Outcome } from '../core/refusal.ts';
import { type Fields, fieldLimit, keepPair, type Scalar, unreadable } from './fields.ts';

/** Only `&` separates, and `a[b]` is a name like any other: nothing nests (T64). */
export function readForm(text: string): Outcome<Fields> {
  const fields = new Map<string, Scalar>();
  const nullAt = text.indexOf('\0');
  if (nullAt >= 0) return unreadable(text, 'null-character', nullAt);
  let members = 0;
  for (let start = 0; start < text.length; ) {
    const end = endOfPair(text, start);
    if (end > start) {
      members += 1;
      if (members > fieldLimit) return unreadable(text, 'too-many-fields', start);
      const pair = readPair(text, start, end);
      if (pair === null) return unreadable(text, ...faultOf(text, start, end));
      keepPair(fields, ...pair);
    }
    start = end + 1;
  }
  return accepted(fields);
}

type Pair = readonly [name: string, value: string];

function endOfPair(text: string, start: number): number {
  const end = text.indexOf('&', start);
  return end < 0 ? text.length : end;
}

function readPair(text: string, start: number, end: number): Pair | null {
  const pair = text.slice(start, end);
  const equals = pair.indexOf('=');
  const name = unescaped(equals < 0 ? pair : pair.slice(0, equals));
  const value = equals < 0 ? '' : unescaped(pair.slice(equals + 1));
  return name === null || value === null ? null : [name, value];
}

const escaped = /[%+]/;

function unescaped(text: string): string | null {
  if (!escaped.test(text)) return text;
  try {
    // Refuses bad escapes, overlong forms, surrogates and cut sequences: all of T64.
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

const badEscape = /%(?![0-9a-fA-F]{2})/g;

function faultOf(text: string, start: number, end: number): ['syntax' | 'encoding', number] {
  badEscape.lastIndex = start;
  const found = badEscape.exec(text);
  if (found !== null && found.index < end) return ['syntax', found.index];
  // Every escape is well formed, so the bytes behind them are not UTF-8.
  return ['encoding', text.indexOf('%', start)];
}
