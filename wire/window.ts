// What the payment window's page and the server say to each other; both sides import these types.

export type Step = 'enter' | 'done' | 'expired' | 'error' | 'gone';
export type Way = 'card' | 'app-card' | 'transfer' | 'registered';

/** How the page hands the result over. */
export type Delivery =
  | {
      readonly by: 'message';
      /** The exact origin that is told; nobody else may hear it (T49). */
      readonly target: string;
      readonly type: 'pay_result' | 'close';
      readonly data: Readonly<Record<string, string>>;
    }
  /** Go to /window/{id}/handoff, which submits a form. */
  | { readonly by: 'form' }
  /** There is nobody to tell: the page shows the result itself. */
  | { readonly by: 'page' };

export interface AppCard {
  readonly id: string;
  readonly issuer: string;
  readonly masked: string;
  /** What this card does in the sandbox. */
  readonly note: string;
}

/** Everything that the page knows; each answer of the server is one of these. */
export interface Boot {
  readonly id: string;
  readonly step: Step;
  readonly shop: string;
  /** "" where something is only registered. */
  readonly goods: string;
  /** Digits of won; "" where something is only registered. */
  readonly amount: string;
  readonly work: 'register' | 'certify' | 'pay';
  /** What the buyer may choose from; the first is chosen at the beginning. */
  readonly ways: readonly Way[];
  /** Ways that leave a billing key behind, which the buyer has to agree to. */
  readonly keeps: readonly Way[];
  /** Whether the card's password (two digits) and the birth date are asked. */
  readonly holderFields: boolean;
  /** Whether a six-digit payment password is set with what is registered. */
  readonly setsPassword: boolean;
  /** Months besides a lump sum. */
  readonly instalments: readonly number[];
  /** Those of them whose interest the shop pays. */
  readonly interestFree: readonly number[];
  /** The longest prefix that fits names the issuer; no server is asked (T36). */
  readonly issuers: readonly (readonly [prefix: string, name: string])[];
  readonly appCards: readonly AppCard[];
  readonly banks: readonly { readonly code: string; readonly name: string }[];
  /** Whether a transfer asks for whom a cash receipt is made. */
  readonly cashReceipt: boolean;
  readonly registered: {
    readonly name: string;
    readonly masked: string;
    readonly asksPassword: boolean;
  } | null;
  readonly buyerName: string;
  readonly sandbox: boolean;
  /** The page that opened the window and may be told its height; null where nobody is told. */
  readonly opener: string | null;
  /** Sent along with a try: one that was begun from an older state is not another try. */
  readonly turn: number;
  /** ISO 8601. */
  readonly stepEndsAt: string;
  readonly secondsLeft: number;
  readonly attemptsLeft: number;
  /** The last refusal; "" is no field in particular. */
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly field: FieldName | '';
  } | null;
  /** Set as soon as there is something to hand over: done, expired, and refused openings. */
  readonly done: Delivery | null;
  /** Whether it was paid or registered; null while it is open. */
  readonly succeeded: boolean | null;
  /** Where a buyer may go after a payment link; "" for nowhere. */
  readonly afterUrl: string;
}

export type FieldName =
  | 'number'
  | 'expiry'
  | 'password'
  | 'birthDate'
  | 'instalment'
  | 'card'
  | 'bank'
  | 'holder'
  | 'newPassword'
  | 'identity';

export type PayRequest =
  | {
      readonly way: 'card';
      readonly number: string;
      /** YYMM. */
      readonly expiry: string;
      /** Two digits; "" where they are not asked. */
      readonly password: string;
      /** YYMMDD, or the ten digits of a business; "" where it is not asked. */
      readonly birthDate: string;
      readonly instalment: number;
      /** Six digits. */
      readonly newPassword?: string;
    }
  | {
      readonly way: 'app-card';
      readonly card: string;
      readonly decision: 'approve' | 'decline';
      readonly instalment: number;
    }
  | {
      readonly way: 'transfer';
      readonly bank: string;
      readonly number: string;
      readonly holder: string;
      readonly birthDate: string;
      readonly newPassword?: string;
      readonly cashReceipt?: {
        readonly trade: 'personal' | 'company';
        readonly identity: string;
      } | null;
    }
  | { readonly way: 'registered'; readonly password: string; readonly instalment: 0 };
