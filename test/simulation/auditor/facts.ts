// What the auditor reads in the books and in the bank's record, and in no code of the product.
import type { SeenFact } from './lateness.ts';
import type { ScheduleFacts } from './schedule-facts.ts';
import type { StatementFacts } from './statement-facts.ts';

export interface PaymentFact {
  readonly id: string;
  readonly merchantId: string;
  readonly contractId: string;
  readonly credentialId: string;
  readonly generation: number;
  readonly tid: string;
  readonly method: string;
  /** card, account or virtual-account. */
  readonly instrument: string;
  readonly token: string;
  /** Whose side of the rail the instrument is on. */
  readonly acquirer: string;
  /** Null once another payment may take the number. */
  readonly orderScope: string | null;
  readonly orderNumber: string;
  readonly billingKey: string | null;
  readonly billingMonth: string | null;
  /** Of a round that the gateway charged by itself; null where somebody asked. */
  readonly scheduleId: string | null;
  readonly startedAt: number;
  /** Null once another payment may take the month, or where none was taken. */
  readonly monthGuard: string | null;
  /** The mark that the shop's order carried. */
  readonly mark: string;
  readonly status: string;
  readonly amount: bigint;
  /** Months; 0 for a lump sum. */
  readonly instalment: number;
  readonly supply: bigint;
  readonly vat: bigint;
  readonly taxFree: bigint;
  readonly vatGiven: boolean;
  readonly requestId: string;
  readonly approvalNumber: string | null;
  readonly approvedAt: number | null;
  readonly capturedAt: number | null;
  readonly terms: TermsFact;
  /** The transaction that stored the intent; in a simulated world later ones have higher numbers. */
  readonly storedBy: bigint;
}

/** As the contract's terms were written down; rates are hundred-thousandths. */
export interface TermsFact {
  readonly feeRate: number;
  /** Of check cards. */
  readonly checkFeeRate: number;
  readonly transferFeeRate: number;
  /** Won with VAT, for each deposit of a buyer and each refund of one. */
  readonly virtualAccountWon: number;
  readonly feeBasis: string;
  readonly acquirerRate: number;
  readonly feeOnCancel: string;
  readonly afterPayout: string;
  readonly depositBasis: string;
  readonly tax: string;
  readonly payoutDays: number;
  readonly accountPayoutDays: number;
  readonly holdbackRate: number;
  readonly holdbackDays: number;
  /** Months whose interest the shop pays, what that costs it, and what the acquirer keeps of it. */
  readonly instalmentFees: readonly {
    readonly months: number;
    readonly rate: number;
    readonly acquirerRate: number;
  }[];
}

export interface CancelFact {
  readonly id: string;
  readonly paymentId: string;
  readonly sequence: number;
  readonly amount: bigint;
  readonly supply: bigint;
  readonly vat: bigint;
  readonly taxFree: bigint;
  readonly vatGiven: boolean;
  readonly reason: string;
  readonly askedBy: string;
  readonly askedAt: number;
  readonly status: string;
  /** When its status was last changed. */
  readonly at: number;
  /** What the shop had to pay in first; null where it had not. */
  readonly deposit: bigint | null;
}

export interface BankSale {
  readonly requestId: string;
  readonly amount: bigint;
  /** Months; 0 for a lump sum. */
  readonly instalment: number;
  /** By the bank's own table of cards. */
  readonly isByCheckCard: boolean;
  readonly at: number;
  readonly approvalNumber: string;
  readonly state: string;
  readonly cancelled: bigint;
}

export interface BankCancel {
  readonly cancelId: string;
  readonly requestId: string;
  readonly amount: bigint;
  readonly done: boolean;
}

export interface PostingFact {
  readonly paymentId: string;
  readonly journalId: string;
  readonly account: string;
  readonly side: string;
  readonly subject: string;
  readonly amount: bigint;
}

export interface RowFact {
  readonly paymentId: string;
  readonly sequence: number;
  readonly kind: string;
  readonly gross: bigint;
  readonly fee: bigint;
  /** What of the fee is for an instalment that the shop pays for. */
  readonly instalmentFee: bigint;
  readonly feeVat: bigint;
  readonly net: bigint;
  readonly charge: bigint;
  readonly date: string;
}

/** When a row is paid out, which may change until it is. */
export interface PlanFact {
  readonly paymentId: string;
  readonly sequence: number;
  readonly payoutDate: string;
  readonly isBooked: boolean;
  readonly isPaidOut: boolean;
  readonly askedAt: number;
  /** The version of the terms that it was priced by. */
  readonly pricedBy: number;
}

/** What changed the rows of a payment, in the order of the books. */
export interface TurnFact {
  readonly paymentId: string;
  /** captured, approved, deposit-reversed, deposit-lost, cancelled, cancel-refused or fee-changed. */
  readonly what: string;
  /** Of which cancel, by its sequence; 0 where it is of none. */
  readonly cancel: number;
  readonly feeRate: number;
  readonly at: number;
}

export interface VersionFact {
  readonly contractId: string;
  readonly version: number;
  readonly terms: TermsFact;
}

/** An account that a shop pays into before a cancel, or a buyer for his payment. */
export interface AccountFact {
  /** Also that of its cancel or payment. */
  readonly id: string;
  readonly purpose: string;
  readonly paymentId: string;
  readonly amount: bigint;
  readonly state: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly paidAt: number | null;
  /** The order by which its money went back, if it did. */
  readonly returnId: string;
}

/** The same as the bank knows it. */
export interface BankAccount {
  readonly id: string;
  readonly number: string;
  readonly amount: bigint;
  readonly closed: boolean;
  readonly expiresAt: number;
}

export interface DepositFact {
  readonly id: string;
  readonly accountId: string;
  readonly amount: bigint;
  readonly at: number;
  readonly taken: boolean;
  /** Of no account's amount or time, and in our hands all the same. */
  readonly kept: boolean;
  /** When the bank took it back; null while it stands. */
  readonly reversedAt: number | null;
}

/** Money that came for nobody, as our books know it. */
export interface StrayFact {
  readonly id: string;
  readonly accountId: string;
  readonly amount: bigint;
  readonly state: string;
  /** The order by which it went back last. */
  readonly returnId: string;
}

export interface PayoutFact {
  readonly id: string;
  readonly contractId: string;
  readonly merchantId: string;
  readonly generation: number;
  readonly date: string;
  readonly status: string;
  readonly transferId: string | null;
  readonly closesAt: number;
  readonly positive: bigint;
  readonly negative: bigint;
  readonly carriedIn: bigint;
  readonly carriedOut: bigint;
  readonly held: bigint;
  readonly released: bigint;
  readonly amount: bigint;
}

/** What the bank says that it paid. */
export interface TransferFact {
  readonly transferId: string;
  readonly merchantId: string;
  readonly amount: bigint;
  readonly bounced: boolean;
}

export interface NoticeFact {
  readonly id: string;
  readonly contractId: string;
  readonly at: number;
  /** "" where it is of a billing key. */
  readonly paymentId: string;
  readonly cancelId: string | null;
  readonly kind: string;
}

export interface SessionFact {
  readonly mark: string;
  readonly status: string;
  readonly tries: number;
  /** The key that it made or was paid with, as far as it is told. */
  readonly key: string | null;
}

export interface EndpointFact {
  readonly id: string;
  readonly contractId: string;
  readonly url: string;
  readonly formats: readonly string[];
}

export interface DeliveryFact {
  readonly eventId: string;
  readonly endpointId: string;
  readonly format: string;
  readonly state: string;
  readonly attempts: number;
}

export interface AttemptFact {
  readonly eventId: string;
  readonly endpointId: string;
  readonly format: string;
  readonly number: number;
  readonly at: number;
  /** Null when it was heard. */
  readonly failure: string | null;
}

/** When a payment ended as one that holds nothing, or nothing but its number. */
export interface EndFact {
  readonly paymentId: string;
  /** declined, net-cancelled, cancelled where everything went back, or the end of an account. */
  readonly what: string;
  readonly at: number;
}

export interface KeyFact {
  readonly id: string;
  readonly merchantId: string;
  readonly generation: number;
  readonly status: string;
  /** The transaction that removed it, else the one that made it. */
  readonly changedBy: bigint;
  /** The mark under which the shop asked for it. */
  readonly mark: string;
  readonly instrument: string;
  readonly token: string;
}

export interface Facts extends StatementFacts, ScheduleFacts {
  readonly payments: readonly PaymentFact[];
  readonly ends: readonly EndFact[];
  readonly keys: readonly KeyFact[];
  readonly sessions: readonly SessionFact[];
  readonly cancels: readonly CancelFact[];
  readonly bankSales: readonly BankSale[];
  readonly bankCancels: readonly BankCancel[];
  readonly postings: readonly PostingFact[];
  readonly rows: readonly RowFact[];
  readonly plans: readonly PlanFact[];
  readonly turns: readonly TurnFact[];
  readonly versions: readonly VersionFact[];
  readonly accounts: readonly AccountFact[];
  readonly bankAccounts: readonly BankAccount[];
  readonly deposits: readonly DepositFact[];
  readonly strays: readonly StrayFact[];
  readonly payouts: readonly PayoutFact[];
  readonly transfers: readonly TransferFact[];
  readonly notices: readonly NoticeFact[];
  readonly endpoints: readonly EndpointFact[];
  readonly deliveries: readonly DeliveryFact[];
  readonly attempts: readonly AttemptFact[];
  /** Work that is still due. */
  readonly due: number;
  /** Nothing where the world keeps no log, because it is real. */
  readonly seen: readonly SeenFact[];
}
