// How a card number is shown in this dialect: its length kept, the last four digits readable.

export interface ShownCard {
  readonly lastFour: string;
  /** Digits of the whole number. */
  readonly length: number;
}

/** Not the last six, as the vendor does: different cuts of one number add up. */
export function maskedCard({ lastFour, length }: ShownCard): string {
  const shown = lastFour.slice(-4);
  return shown.padStart(Math.max(length, shown.length), '*');
}
