// A bank account number in flight: opaque to everything but the rail and the fingerprint.

export interface AccountData {
  /** Three digits of the bank. */
  readonly bank: string;
  /** Digits only. */
  readonly number: string;
  readonly holderName: string;
  /** Birth date YYMMDD or ten-digit business number. */
  readonly holder: string;
}

const contents = new WeakMap<SensitiveAccount, AccountData>();

/** Prints, serialises and inspects as [account]; holds no property that a logger could reach. */
export class SensitiveAccount {
  /** A type only: without it, an account would pass for a card. */
  protected declare readonly kind: 'account';

  constructor(data: AccountData) {
    contents.set(this, data);
  }

  toString(): string {
    return '[account]';
  }

  toJSON(): string {
    return '[account]';
  }

  // Node prints objects by this symbol; spelt by name because the core knows no Node.
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[account]';
  }
}

/** May be imported by rails/ and the fingerprint only; the architecture test holds that. */
export function openAccount(account: SensitiveAccount): AccountData {
  const data = contents.get(account);
  if (data === undefined) throw new Error('this account was already forgotten');
  return data;
}

/** Ends the life of the account data: called when the rail has answered or timed out. */
export function forgetAccount(account: SensitiveAccount): void {
  contents.delete(account);
}
