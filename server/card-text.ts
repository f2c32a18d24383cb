// Card numbers that somebody typed into a text field: masked before anything is stored.
import { recognise } from '../rails/simulator/recognise.ts';

const shortest = 14;
const longest = 16;

/** Only exact numbers of the test ranges are card numbers here; an echo stays exact. */
export function withoutCardNumbers(text: string): string {
  if (text.length < shortest) return text;
  let masked = '';
  for (let at = 0; at < text.length; ) {
    const length = cardAt(text, at);
    masked += length === 0 ? text.charAt(at) : mask(text.slice(at, at + length));
    at += Math.max(length, 1);
  }
  return masked;
}

const nextDigit = /[ -]*[0-9]/y;

/**
 * How many characters the card number takes that begins here, blanks and hyphens included; 0 for
 * none. Each place is tried, because a number may follow another one: "010-1234 4242 4242 …".
 */
function cardAt(text: string, at: number): number {
  if (!isDigit(text, at) || isDigit(text, at - 1)) return 0;
  let digits = '';
  let found = 0;
  for (let end = at; digits.length < longest; ) {
    nextDigit.lastIndex = end;
    const next = nextDigit.exec(text)?.[0];
    if (next === undefined) break;
    end += next.length;
    digits += next.slice(-1);
    if (digits.length >= shortest && !isDigit(text, end) && isCard(digits)) found = end - at;
  }
  return found;
}

function isCard(digits: string): boolean {
  return typeof recognise(digits) !== 'string';
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0x30 && code <= 0x39;
}

function mask(found: string): string {
  return found.slice(0, -4).replace(/[0-9]/g, '*') + found.slice(-4);
}
