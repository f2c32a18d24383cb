// How cards, accounts and telephone numbers are shown in this dialect.

export interface ShownCard {
  readonly firstSix: string;
  readonly lastFour: string;
  /** Digits of the whole number. */
  readonly length: number;
}

/** Four and four digits, in the groups that are printed on the card. */
export function maskedCard({ firstSix, lastFour, length }: ShownCard): string {
  const ends = [firstSix.slice(0, 4), lastFour.slice(-4)] as const;
  if (length === 16) return [ends[0], '****', '****', ends[1]].join('-');
  return [ends[0], '*'.repeat(Math.max(length - 8, 0)), ends[1]].join('-');
}

export interface ShownAccount {
  readonly firstThree: string;
  readonly lastThree: string;
  readonly length: number;
}

export function maskedAccount({ firstThree, lastThree, length }: ShownAccount): string {
  const ends = [firstThree.slice(0, 3), lastThree.slice(-3)] as const;
  return `${ends[0]}${'*'.repeat(Math.max(length - 6, 0))}${ends[1]}`;
}

/** As the manual shows it; what is too short for a telephone number is not shown at all. */
export function maskedPhone(phone: string): string {
  const digits = phone.replace(/[^0-9]/g, '');
  return digits.length < 9 ? '' : `${digits.slice(0, 3)}-****-${digits.slice(-4)}`;
}
