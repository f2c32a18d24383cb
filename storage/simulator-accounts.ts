// The simulated bank's deposit accounts in PostgreSQL, in its own tables and transactions.
import type pg from 'pg';
import { instant } from '../core/time/instant.ts';
import type {
  BankRecord,
  DepositEntry,
  DepositVerdict,
  JudgeDeposit,
  SinceAsked,
  StoredAccount,
  TriedDeposit,
} from '../rails/simulator/record.ts';
import { instantText } from './time.ts';
import { inTransaction } from './transaction.ts';

type AccountRecord = Pick<
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

interface AccountRow {
  account_id: string;
  merchant: string;
  bank: string;
  number: string;
  holder: string;
  amount: bigint;
  expires_at: Date;
  closed: boolean;
}

interface DepositRow {
  account_id: string;
  deposit_id: string;
  amount: bigint;
  depositor: string;
  sender_bank: string;
  sender: string;
  at: Date;
  why: DepositVerdict;
  kept: boolean;
  reversed_at: Date | null;
}

export function accountRecord(pool: pg.Pool, judge: JudgeDeposit): AccountRecord {
  return {
    async issue(entry) {
      const { accountId, merchant, bank, number, holder, amount, expiresAt } = entry;
      await pool.query(
        `insert into simulator.account
           (account_id, merchant, bank, number, holder, amount, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
        [
          ...[accountId, merchant, bank, number, holder, String(amount)],
          instantText(instant(expiresAt)),
        ],
      );
      const stands = await accountBy(pool, 'id', accountId);
      if (stands === null) throw new Error('the bank lost an account that it had issued');
      return stands;
    },
    findAccount: (accountId) => accountBy(pool, 'id', accountId),
    findByNumber: (number) => inTransaction(pool, (client) => accountBy(client, 'number', number)),
    accountsSince: (asked) => accountsSince(pool, asked),
    async close(accountId) {
      await pool.query('update simulator.account set closed = true where account_id = $1', [
        accountId,
      ]);
      return accountBy(pool, 'id', accountId);
    },
    deposit: (entry) => inTransaction(pool, (client) => payIn(client, judge, entry)),
    deposits: (accountId) => select(pool, 'of', [accountId]),
    findDeposit: async (depositId) => (await select(pool, 'named', [depositId]))[0] ?? null,
    async reverse(depositId, at) {
      const reversed = await pool.query<DepositRow>(
        `update simulator.deposit set reversed_at = $2
         where deposit_id = $1 and taken and reversed_at is null returning *`,
        [depositId, instantText(instant(at))],
      );
      return reversed.rows[0] === undefined ? null : depositOf(reversed.rows[0]);
    },
  };
}

async function accountsSince(
  pool: pg.Pool,
  { since, afterId, limit }: SinceAsked,
): Promise<StoredAccount[]> {
  const found = await pool.query<{ account_id: string }>(
    `select account_id from simulator.account
     where expires_at >= $1 and ($2::uuid is null or account_id > $2)
     order by account_id limit $3`,
    [instantText(instant(since)), afterId, limit],
  );
  const accounts: StoredAccount[] = [];
  for (const { account_id: id } of found.rows) {
    const account = await accountBy(pool, 'id', id);
    if (account !== null) accounts.push(account);
  }
  return accounts;
}

/** The account is locked: of two deposits at once the second one sees the first. */
async function payIn(
  client: pg.ClientBase,
  judge: JudgeDeposit,
  entry: DepositEntry,
): Promise<TriedDeposit | null> {
  const account = await accountBy(client, 'number', entry.number);
  if (account === null) return null;
  const { accountId } = account;
  const { messageId } = entry;
  if (messageId !== null) {
    const before = await select(client, 'message', [accountId, messageId]);
    if (before[0] !== undefined) return before[0];
  }
  const why = judge(account, entry);
  const stored = await client.query<DepositRow>(
    `insert into simulator.deposit
       (account_id, deposit_id, amount, depositor, sender_bank, sender, at, taken, why, kept,
        message_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning *`,
    [
      ...[accountId, entry.depositId, String(entry.amount), entry.depositor],
      ...[entry.senderBank, entry.sender],
      ...[instantText(instant(entry.at)), why === 'taken', why],
      ...[entry.bankTakes && why !== 'taken', messageId],
    ],
  );
  return depositOf(stored.rows[0] as DepositRow);
}

async function accountBy(
  db: pg.Pool | pg.ClientBase,
  by: 'id' | 'number',
  value: string,
): Promise<StoredAccount | null> {
  const found = await db.query<AccountRow>(
    by === 'id'
      ? 'select * from simulator.account where account_id = $1'
      : 'select * from simulator.account where number = $1 for update',
    [value],
  );
  const row = found.rows[0];
  if (row === undefined) return null;
  const taken = await select(db, 'taken', [row.account_id]);
  return {
    ...{ accountId: row.account_id, merchant: row.merchant, bank: row.bank, number: row.number },
    ...{ holder: row.holder, amount: row.amount, expiresAt: row.expires_at.getTime() },
    closed: row.closed,
    paid: taken.find(({ reversedAt }) => reversedAt === null) ?? null,
    reversals: taken.filter(({ reversedAt }) => reversedAt !== null).length,
  };
}

// biome-ignore format: a table
const deposits = {
  of:      'select * from simulator.deposit where account_id = $1 order by id',
  taken:   'select * from simulator.deposit where account_id = $1 and taken order by id',
  named:   'select * from simulator.deposit where deposit_id = $1',
  message: 'select * from simulator.deposit where account_id = $1 and message_id = $2',
} as const;

async function select(
  db: pg.Pool | pg.ClientBase,
  which: keyof typeof deposits,
  values: readonly string[],
): Promise<TriedDeposit[]> {
  const found = await db.query<DepositRow>(deposits[which], [...values]);
  return found.rows.map(depositOf);
}

function depositOf(row: DepositRow): TriedDeposit {
  const { amount, depositor, sender, why, kept } = row;
  return {
    ...{ accountId: row.account_id, depositId: row.deposit_id },
    ...{ amount, depositor, senderBank: row.sender_bank, sender, why, kept },
    at: row.at.getTime(),
    reversedAt: row.reversed_at?.getTime() ?? null,
  };
}
