// What the simulated bank writes down for itself: a port, so that the record is durable elsewhere.
import type { DeclineReason } from '../../core/refusal.ts';

/** One authorisation in the bank's own books. Times are milliseconds, amounts are won. */
export interface AuthorisationEntry {
  readonly requestId: string;
  readonly merchant: string;
  readonly token: string;
  readonly amount: bigint;
  readonly instalment: number;
  readonly at: number;
  /** Eight digits, or "" for a decline. */
  readonly approvalNumber: string;
  readonly decline: DeclineReason | null;
}

export type AuthorisationState = 'approved' | 'declined' | 'net-cancelled' | 'tombstone';

export interface StoredAuthorisation extends Omit<AuthorisationEntry, 'at'> {
  readonly at: number;
  readonly state: AuthorisationState;
  /** Won given back by cancels so far. */
  readonly cancelled: bigint;
}

export interface CancelEntry {
  readonly cancelId: string;
  readonly requestId: string;
  readonly merchant: string;
  readonly amount: bigint;
  readonly at: number;
  /** Why the bank refuses whatever is left, or null; a refusal is stored like any other answer. */
  readonly decline: DeclineReason | null;
}

/** Money out of the account of the gateway. Amounts are won, times milliseconds. */
export interface TransferEntry {
  readonly transferId: string;
  readonly merchant: string;
  readonly amount: bigint;
  readonly bank: string;
  readonly account: string;
  readonly holder: string;
  readonly at: number;
  /** Whether the bank of the receiver sends it back. */
  readonly bounces: boolean;
  /** What the order said it is about; stands on the statement. */
  readonly about: string;
}

export interface AccountEntry {
  readonly accountId: string;
  readonly merchant: string;
  readonly bank: string;
  readonly number: string;
  readonly holder: string;
  readonly amount: bigint;
  readonly expiresAt: number;
}

export interface DepositEntry {
  readonly depositId: string;
  /** Of the bank's own message: one that comes twice is one deposit. Null for none. */
  readonly messageId: string | null;
  /** Whether this bank takes what it should refuse. */
  readonly bankTakes: boolean;
  readonly number: string;
  readonly amount: bigint;
  readonly depositor: string;
  /** Code of the bank that it comes from, and the account there. */
  readonly senderBank: string;
  readonly sender: string;
  readonly at: number;
}

export type DepositVerdict = 'taken' | 'wrong-amount' | 'late' | 'closed' | 'already-paid';

export interface StoredDeposit extends Omit<DepositEntry, 'number' | 'messageId' | 'bankTakes'> {
  readonly why: DepositVerdict;
  /** Taken although it was to be refused. */
  readonly kept: boolean;
  readonly reversedAt: number | null;
}

export interface TriedDeposit extends StoredDeposit {
  readonly accountId: string;
}

export interface StoredAccount extends AccountEntry {
  readonly closed: boolean;
  /** What stands in it; a deposit that was taken back does not. */
  readonly paid: StoredDeposit | null;
  readonly reversals: number;
}

/** An authorisation with the cancels that were done. */
export interface AuthorisationWithCancels extends StoredAuthorisation {
  readonly cancels: readonly { readonly cancelId: string; readonly amount: bigint }[];
}

export interface SinceAsked {
  readonly since: number;
  readonly afterId: string | null;
  readonly limit: number;
}

export type JudgeDeposit = (account: StoredAccount, entry: DepositEntry) => DepositVerdict;

/** What the bank says to whoever pays in; its own clock decides, and the first one wins. */
export function judgeDeposit(account: StoredAccount, entry: DepositEntry): DepositVerdict {
  if (account.paid !== null) return 'already-paid';
  if (entry.at >= account.expiresAt) return 'late';
  if (account.closed) return 'closed';
  return entry.amount === account.amount ? 'taken' : 'wrong-amount';
}

/**
 * Each call is one durable transaction of the bank. The first writer of an id decides;
 * a second call with the same id gets the stored fact back.
 */
export interface BankRecord {
  /** Stores unless the id exists; answers what stands, be it a tombstone under a late approval. */
  authorise(entry: AuthorisationEntry): Promise<StoredAuthorisation>;
  find(requestId: string): Promise<StoredAuthorisation | null>;
  /** approved → net-cancelled; unknown id → tombstone; answers the state it found before. */
  netCancel(requestId: string, merchant: string): Promise<AuthorisationState | 'not-found'>;
  /**
   * Done when approved, not declined, more than nothing and not more than is left. The first answer
   * to a cancelId is stored, also a refusal, and stands for every later call with it.
   */
  cancel(entry: CancelEntry): Promise<'done' | 'refused'>;
  findCancel(cancelId: string): Promise<'done' | 'refused' | null>;
  /** What was authorised or cancelled since an instant, without tombstones, by request id. */
  since(asked: SinceAsked): Promise<readonly AuthorisationWithCancels[]>;
  /** The first answer to a transferId stands for every later call with it. */
  transfer(entry: TransferEntry): Promise<'done' | 'bounced'>;
  /** Transfers since an instant that did not bounce, by id. */
  transfersSince(asked: SinceAsked): Promise<readonly TransferEntry[]>;
  /** Stores unless the id exists; answers what stands. */
  issue(entry: AccountEntry): Promise<StoredAccount>;
  findAccount(accountId: string): Promise<StoredAccount | null>;
  findByNumber(number: string): Promise<StoredAccount | null>;
  /** Accounts that ended at an instant or later, or have not ended yet, by id. */
  accountsSince(asked: SinceAsked): Promise<readonly StoredAccount[]>;
  /** Nothing is taken from now on; what was taken before stands. */
  close(accountId: string): Promise<StoredAccount | null>;
  /**
   * Takes the exact amount, once, before the end; null for a number that is nobody's. A message
   * that came before is answered with what it did then.
   */
  deposit(entry: DepositEntry): Promise<TriedDeposit | null>;
  findDeposit(depositId: string): Promise<TriedDeposit | null>;
  /** Takes a deposit back that stands; null where none does. */
  reverse(depositId: string, at: number): Promise<TriedDeposit | null>;
  deposits(accountId: string): Promise<readonly StoredDeposit[]>;
}
