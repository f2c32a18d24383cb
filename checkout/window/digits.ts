// What is typed, in groups that people can read: card numbers, expiry dates, amounts.

export function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

/** So many digits and no more, whatever was typed between them. */
export function atMost(count: number): (text: string) => string {
  return (text) => digitsOf(text).slice(0, count);
}

/** The groups in which the number is printed on the card. */
function groupsOf(number: string): readonly number[] {
  if (/^3[47]/.test(number)) return [4, 6, 5];
  return /^3(0[0-5]|[689])/.test(number) ? [4, 6, 4] : [4, 4, 4, 4];
}

export function groupCard(text: string): string {
  const groups = groupsOf(digitsOf(text));
  const most = groups.reduce((sum, size) => sum + size, 0);
  const number = digitsOf(text).slice(0, most);
  const parts: string[] = [];
  let at = 0;
  for (const size of groups) {
    if (at >= number.length) break;
    parts.push(number.slice(at, at + size));
    at += size;
  }
  return parts.join(' ');
}

/** MM/YY; a month of one digit is one above 1, or one with the slash behind it. */
export function groupExpiry(text: string): string {
  // Some browsers fill in, and some people paste, the whole year.
  const typed = digitsOf(text).replace(/^(\d\d)20(\d\d)$/, '$1$2');
  const isShort = /^\s*([2-9]|1\s*\/)/.test(text);
  const digits = (isShort ? `0${typed}` : typed).slice(0, 4);
  const closed = digits.length > 2 || (digits.length === 2 && /\/\s*$/.test(text));
  return closed ? `${digits.slice(0, 2)}/${digits.slice(2)}` : digits;
}

/** From MM/YY as cards show it to YYMM as networks want it; "" until it is whole. */
export function expiryOf(text: string): string {
  const digits = digitsOf(text);
  const month = Number(digits.slice(0, 2));
  if (digits.length !== 4 || month < 1 || month > 12) return '';
  return digits.slice(2) + digits.slice(0, 2);
}

export function grouped(won: string): string {
  return won.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Where the caret belongs after the text was grouped anew: behind as many digits as before. */
export function caretAfter(text: string, digitsBefore: number): number {
  let seen = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (seen === digitsBefore) return at;
    if (/\d/.test(text[at] ?? '')) seen += 1;
  }
  return text.length;
}

/** The longest prefix that fits; the page asks no server whose a card is. */
export function issuerOf(
  number: string,
  issuers: readonly (readonly [prefix: string, name: string])[],
): string {
  const digits = digitsOf(number);
  let found: readonly [string, string] = ['', ''];
  for (const each of issuers) {
    if (digits.startsWith(each[0]) && each[0].length > found[0].length) found = each;
  }
  return found[1];
}
