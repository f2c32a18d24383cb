// Card data in flight: opaque to everything but the rail and the fingerprint.

export interface CardData {
  /** Digits only, 14 to 16. */
  readonly number: string;
  /** YYMM. */
  readonly expiry: string;
  /** First two digits of the card password, or "" when the gateway does not ask. */
  readonly password: string;
  /** Birth date YYMMDD or ten-digit business number, or "". */
  readonly holder: string;
}

const contents = new WeakMap<SensitiveCard, CardData>();

/** Prints, serialises and inspects as [card]; holds no property that a logger could reach. */
export class SensitiveCard {
  /** A type only: without it, an account would pass for a card. */
  protected declare readonly kind: 'card';

  constructor(data: CardData) {
    contents.set(this, data);
  }

  toString(): string {
    return '[card]';
  }

  toJSON(): string {
    return '[card]';
  }

  // Node prints objects by this symbol; spelt by name because the core knows no Node.
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[card]';
  }
}

/** May be imported by rails/ and the fingerprint only; the architecture test holds that. */
export function openCard(card: SensitiveCard): CardData {
  const data = contents.get(card);
  if (data === undefined) throw new Error('this card was already forgotten');
  return data;
}

/** Ends the life of the card data: called when the rail has answered or timed out. */
export function forgetCard(card: SensitiveCard): void {
  contents.delete(card);
}
