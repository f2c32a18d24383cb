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
  readonly number: string;
  readonly amount: bigint;
  readonly depositor: string;
  /** The account that it comes from. */
  readonly sender: string;
  readonly at: number;
}

export type DepositVerdict = 'taken' | 'wrong-amount' | 'late' | 'closed' | 'already-paid';

export interface StoredDeposit extends Omit<DepositEntry, 'number'> {
  readonly why: DepositVerdict;
}

export interface StoredAccount extends AccountEntry {
  readonly closed: boolean;
  readonly paid: StoredDeposit | null;
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
  /** The first answer to a transferId stands for every later call with it. */
  transfer(entry: TransferEntry): Promise<'done' | 'bounced'>;
  /** Stores unless the id exists; answers what stands. */
  issue(entry: AccountEntry): Promise<StoredAccount>;
  findAccount(accountId: string): Promise<StoredAccount | null>;
  findByNumber(number: string): Promise<StoredAccount | null>;
  /** Nothing is taken from now on; what was taken before stands. */
  close(accountId: string): Promise<StoredAccount | null>;
  /** Takes the exact amount, once, before the end; null for a number that is nobody's. */
  deposit(entry: DepositEntry): Promise<{ accountId: string; why: DepositVerdict } | null>;
  deposits(accountId: string): Promise<readonly StoredDeposit[]>;
}
