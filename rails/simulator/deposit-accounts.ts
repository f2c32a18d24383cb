// The simulated bank's accounts for one deposit each: what it takes, and what it sends back.
import { createHash } from 'node:crypto';
import { won } from '../../core/money/won.ts';
import { instant } from '../../core/time/instant.ts';
import type { RailClock } from '../clock.ts';
import type { AccountOrder, AccountState, DepositTried, IssuedAccount, Rail } from '../rail.ts';
import { banks } from './banks.ts';
import type { Faults } from './faults.ts';
import { carry } from './line.ts';
import type { BankRecord, StoredAccount, StoredDeposit } from './record.ts';

interface BankParts {
  readonly record: BankRecord;
  readonly clock: RailClock;
  readonly faults: Faults;
}

type AccountCalls = Pick<Rail, 'issueAccount' | 'inquireAccount' | 'closeAccount' | 'depositsOf'>;

export function depositAccounts({ record, clock, faults }: BankParts): AccountCalls {
  return {
    async issueAccount(order) {
      const effect = faults.take('bank.account', order.reference);
      return carry(async () => issuedOf(await record.issue(entryOf(order))), { effect, clock });
    },
    async inquireAccount(accountId, reference) {
      const effect = faults.take('bank.account', reference);
      return carry(async () => stateOf(await record.findAccount(accountId)), { effect, clock });
    },
    async closeAccount(accountId, reference) {
      const effect = faults.take('bank.account', reference);
      return carry(async () => stateOf(await record.close(accountId)), { effect, clock });
    },
    async depositsOf(accountId) {
      const found = await record.deposits(accountId);
      return found.map(triedOf);
    },
  };
}

function entryOf({ accountId, bank, amount, holder, expiresAt, reference }: AccountOrder) {
  const number = numberOf(accountId);
  const { merchant } = reference;
  return { accountId, merchant, bank, number, holder, amount, expiresAt };
}

/** Follows from the id, so that an order that came twice is one account; never used again. */
function numberOf(accountId: string): string {
  const digest = createHash('sha256').update(accountId).digest();
  const serial = (digest.readBigUInt64BE() % 100_000_000_000n).toString().padStart(11, '0');
  return `562${serial}`;
}

function issuedOf({ bank, number, holder }: StoredAccount): IssuedAccount {
  const found = banks.find(({ code }) => code === bank);
  return { bank: found ?? { code: bank, name: bank }, number, holder };
}

function stateOf(stored: StoredAccount | null): AccountState {
  if (stored === null) return { state: 'not-found' };
  const { paid, closed, reversals } = stored;
  const account = issuedOf(stored);
  if (paid !== null) {
    const { depositor, senderBank, sender } = paid;
    const from = { depositor, senderBank, sender };
    return { state: 'paid', at: instant(paid.at), ...from, account, reversals };
  }
  return { state: closed ? 'closed' : 'open', account, reversals };
}

function triedOf({ depositId, amount, at, reversedAt, ...rest }: StoredDeposit): DepositTried {
  const { depositor, senderBank, sender, why, kept } = rest;
  return {
    ...{ id: depositId, amount: won(amount), depositor, senderBank, sender, at: instant(at) },
    ...{ taken: why === 'taken', why, kept },
    reversedAt: reversedAt === null ? null : instant(reversedAt),
  };
}
