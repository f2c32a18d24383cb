// The bank's deposit accounts without a disk.
import { type BankRecord, judgeDeposit, type StoredAccount, type StoredDeposit } from './record.ts';

type AccountRecord = Pick<
  BankRecord,
  'issue' | 'findAccount' | 'findByNumber' | 'close' | 'deposit' | 'deposits'
>;

export function createAccountsInMemory(): AccountRecord {
  const accounts = new Map<string, StoredAccount>();
  const tried = new Map<string, StoredDeposit[]>();
  return {
    async issue(entry) {
      const stored = accounts.get(entry.accountId) ?? { ...entry, closed: false, paid: null };
      accounts.set(entry.accountId, stored);
      return stored;
    },
    async findAccount(accountId) {
      return accounts.get(accountId) ?? null;
    },
    async findByNumber(number) {
      return [...accounts.values()].find((account) => account.number === number) ?? null;
    },
    async close(accountId) {
      const stored = accounts.get(accountId);
      if (stored === undefined) return null;
      const closed = { ...stored, closed: true };
      accounts.set(accountId, closed);
      return closed;
    },
    async deposit(entry) {
      const account = [...accounts.values()].find(({ number }) => number === entry.number);
      if (account === undefined) return null;
      const { accountId } = account;
      const { amount, depositor, sender, at } = entry;
      const stored = { amount, depositor, sender, at, why: judgeDeposit(account, entry) };
      tried.set(accountId, [...(tried.get(accountId) ?? []), stored]);
      if (stored.why === 'taken') accounts.set(accountId, { ...account, paid: stored });
      return { accountId, why: stored.why };
    },
    async deposits(accountId) {
      return tried.get(accountId) ?? [];
    },
  };
}
