// The bank's deposit accounts without a disk.
import {
  type AccountEntry,
  type BankRecord,
  type DepositEntry,
  judgeDeposit,
  type SinceAsked,
  type StoredAccount,
  type TriedDeposit,
} from './record.ts';

export type AccountRecord = Pick<
  BankRecord,
  | 'issue'
  | 'findAccount'
  | 'findByNumber'
  | 'accountsSince'
  | 'close'
  | 'deposit'
  | 'deposits'
  | 'findDeposit'
  | 'reverse'
>;

interface Books {
  readonly accounts: Map<string, AccountEntry & { readonly closed: boolean }>;
  /** By their id, in the order in which they came. */
  readonly deposits: Map<string, TriedDeposit>;
  /** Deposits by account and message. */
  readonly messages: Map<string, string>;
}

export function createAccountsInMemory(): AccountRecord {
  const books: Books = { accounts: new Map(), deposits: new Map(), messages: new Map() };
  return {
    async issue(entry) {
      const { accountId } = entry;
      if (!books.accounts.has(accountId)) {
        books.accounts.set(accountId, { ...entry, closed: false });
      }
      return stored(books, accountId) as StoredAccount;
    },
    findAccount: async (accountId) => stored(books, accountId),
    findByNumber: async (number) => numbered(books, number),
    accountsSince: async (asked) => since(books, asked),
    async close(accountId) {
      const account = books.accounts.get(accountId);
      if (account !== undefined) books.accounts.set(accountId, { ...account, closed: true });
      return stored(books, accountId);
    },
    deposit: async (entry) => payIn(books, entry),
    deposits: async (accountId) =>
      [...books.deposits.values()].filter((each) => each.accountId === accountId),
    findDeposit: async (depositId) => books.deposits.get(depositId) ?? null,
    async reverse(depositId, at) {
      const found = books.deposits.get(depositId);
      if (found === undefined || found.why !== 'taken' || found.reversedAt !== null) return null;
      const reversed = { ...found, reversedAt: at };
      books.deposits.set(depositId, reversed);
      return reversed;
    },
  };
}

function stored({ accounts, deposits }: Books, accountId: string): StoredAccount | null {
  const account = accounts.get(accountId);
  if (account === undefined) return null;
  const taken = [...deposits.values()].filter(
    (each) => each.accountId === accountId && each.why === 'taken',
  );
  return {
    ...account,
    paid: taken.find(({ reversedAt }) => reversedAt === null) ?? null,
    reversals: taken.filter(({ reversedAt }) => reversedAt !== null).length,
  };
}

function since(books: Books, { since: from, afterId, limit }: SinceAsked): StoredAccount[] {
  return [...books.accounts.values()]
    .filter(({ expiresAt }) => expiresAt >= from)
    .map(({ accountId }) => accountId)
    .filter((accountId) => afterId === null || accountId > afterId)
    .sort()
    .slice(0, limit)
    .flatMap((accountId) => stored(books, accountId) ?? []);
}

function numbered(books: Books, number: string): StoredAccount | null {
  const found = [...books.accounts.values()].find((account) => account.number === number);
  return found === undefined ? null : stored(books, found.accountId);
}

function payIn(books: Books, entry: DepositEntry): TriedDeposit | null {
  const account = numbered(books, entry.number);
  if (account === null) return null;
  const { accountId } = account;
  const { depositId, amount, depositor, senderBank, sender, at, messageId, bankTakes } = entry;
  const message = `${accountId} ${messageId}`;
  const before = books.deposits.get(books.messages.get(message) ?? '');
  if (messageId !== null && before !== undefined) return before;
  const why = judgeDeposit(account, entry);
  const kept = bankTakes && why !== 'taken';
  const facts = { depositId, amount, depositor, senderBank, sender, at };
  const tried = { ...facts, accountId, why, kept, reversedAt: null };
  books.deposits.set(depositId, tried);
  if (messageId !== null) books.messages.set(message, depositId);
  return tried;
}
