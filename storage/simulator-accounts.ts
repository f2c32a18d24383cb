// The simulated bank's deposit accounts in PostgreSQL, in its own tables and transactions.
import type pg from 'pg';
import { instant } from '../core/time/instant.ts';
import type {
  BankRecord,
  DepositVerdict,
  JudgeDeposit,
  StoredAccount,
  StoredDeposit,
} from '../rails/simulator/record.ts';
import { instantText } from './time.ts';
import { inTransaction } from './transaction.ts';

type AccountRecord = Pick<
  BankRecord,
  'issue' | 'findAccount' | 'findByNumber' | 'close' | 'deposit' | 'deposits'
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
  amount: bigint;
  depositor: string;
  sender: string;
  at: Date;
  why: DepositVerdict;
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
    async close(accountId) {
      await pool.query('update simulator.account set closed = true where account_id = $1', [
        accountId,
      ]);
      return accountBy(pool, 'id', accountId);
    },
    deposit: (entry) =>
      inTransaction(pool, async (client) => {
        const account = await accountBy(client, 'number', entry.number);
        if (account === null) return null;
        const why = judge(account, entry);
        await client.query(
          `insert into simulator.deposit (account_id, amount, depositor, sender, at, taken, why)
           values ($1, $2, $3, $4, $5, $6, $7)`,
          [
            ...[account.accountId, String(entry.amount), entry.depositor, entry.sender],
            ...[instantText(instant(entry.at)), why === 'taken', why],
          ],
        );
        return { accountId: account.accountId, why };
      }),
    async deposits(accountId) {
      const found = await pool.query<DepositRow>(
        'select * from simulator.deposit where account_id = $1 order by id',
        [accountId],
      );
      return found.rows.map(depositOf);
    },
  };
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
  const paid = await db.query<DepositRow>(
    'select * from simulator.deposit where account_id = $1 and taken',
    [row.account_id],
  );
  return {
    ...{ accountId: row.account_id, merchant: row.merchant, bank: row.bank, number: row.number },
    ...{ holder: row.holder, amount: row.amount, expiresAt: row.expires_at.getTime() },
    closed: row.closed,
    paid: paid.rows[0] === undefined ? null : depositOf(paid.rows[0]),
  };
}

function depositOf({ at, ...row }: DepositRow): StoredDeposit {
  const { amount, depositor, sender, why } = row;
  return { amount, depositor, sender, at: at.getTime(), why };
}
