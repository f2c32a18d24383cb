// The check digit that ends every card number.

const zero = 48;

/** True for digits whose last one is the check digit of those before it. */
export function isLuhn(digits: string): boolean {
  return digits.length > 1 && weightedSum(digits, 0) % 10 === 0;
}

/** The digits with their check digit after them. */
export function withCheckDigit(digits: string): string {
  return `${digits}${(10 - (weightedSum(digits, 1) % 10)) % 10}`;
}

/** Doubles every second digit from the right; `first` is 1 while the check digit is missing. */
function weightedSum(digits: string, first: 0 | 1): number {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - zero;
    if (digit < 0 || digit > 9) return Number.NaN;
    const doubled = (place + first) % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum;
}
