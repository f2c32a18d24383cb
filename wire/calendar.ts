// Which digits can be a day, a month, a birth date or a business number.

/** Whether such a day exists; the year may have two digits of an unknown century. */
export function isDay(year: number, month: number, day: number): boolean {
  return day >= 1 && day <= daysIn(year, month);
}

const longMonths = [1, 3, 5, 7, 8, 10, 12];

function daysIn(year: number, month: number): number {
  if (month < 1 || month > 12) return 0;
  if (month === 2) return isLeap(year) ? 29 : 28;
  return longMonths.includes(month) ? 31 : 30;
}

// A two-digit 00 is taken as 2000, a leap year; for all others both centuries agree.
function isLeap(year: number): boolean {
  return year % 4 === 0 && (year < 100 || year % 100 !== 0 || year % 400 === 0);
}

/** YYMMDD, a day in 19YY or 20YY. */
export function isBirthDate(text: string): boolean {
  if (!/^[0-9]{6}$/.test(text)) return false;
  const part = (at: number): number => Number(text.slice(at, at + 2));
  return isDay(part(0), part(2), part(4));
}

const businessWeights = [1, 3, 7, 1, 3, 7, 1, 3, 5];

/** Ten digits, the last one a check digit (사업자등록번호). */
export function isBusinessNumber(text: string): boolean {
  if (!/^[0-9]{10}$/.test(text)) return false;
  const digit = (at: number): number => Number(text.charAt(at));
  const weighted = businessWeights.reduce((sum, weight, at) => sum + weight * digit(at), 0);
  const total = weighted + Math.floor((digit(8) * 5) / 10);
  return (10 - (total % 10)) % 10 === digit(9);
}
