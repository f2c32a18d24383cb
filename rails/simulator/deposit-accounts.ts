// The simulated bank's accounts for one deposit each: what it takes, and what it sends back.
import { createHash } from 'node:crypto';
import { won } from '../../core/money/won.ts';
import { instant } from '../../core/time/instant.ts';
import type { RailClock } from '../clock.ts';
import type { AccountOrder, AccountState, DepositTried, IssuedAccount, Rail } from '../rail.ts';
import { banks } from './banks.ts';
import type { Faults } from './faults.ts';
import { carry } from './line.ts';
import type { BankRecord, StoredAccount } from './record.ts';

/** Whose accounts are issued. */
const issuing = '088';

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
      return found.map(({ amount, depositor, at, why }): DepositTried => {
        return { amount: won(amount), depositor, at: instant(at), taken: why === 'taken', why };
      });
    },
  };
}

function entryOf({ accountId, amount, holder, expiresAt, reference }: AccountOrder) {
  const number = numberOf(accountId);
  const { merchant } = reference;
  return { accountId, merchant, bank: issuing, number, holder, amount, expiresAt };
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
  const { paid, closed } = stored;
  if (paid !== null) {
    const { depositor, sender } = paid;
    return { state: 'paid', at: instant(paid.at), depositor, sender };
  }
  return { state: closed ? 'closed' : 'open' };
}
