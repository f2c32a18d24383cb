// What every implementation of the bank's deposit accounts must hold, in memory as on a disk.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { AccountEntry, BankRecord, DepositEntry } from './record.ts';

type Holds = (record: BankRecord) => Promise<void>;

const at = Date.UTC(2026, 10, 3, 4, 5, 6, 789);
const expiresAt = at + 60_000;

function accountOf(more: Partial<AccountEntry> = {}): AccountEntry {
  const accountId = randomUUID();
  return {
    ...{ accountId, merchant: '0193a5f0-0000-7000-8000-000000000001', bank: '088' },
    ...{ number: `562${accountId}`, holder: '상점', amount: 100n, expiresAt, ...more },
  };
}

function depositIn(number: string, more: Partial<DepositEntry> = {}): DepositEntry {
  return {
    ...{ depositId: randomUUID(), messageId: null, bankTakes: false, number, amount: 100n },
    ...{ depositor: '손님', senderBank: '004', sender: '1', at, ...more },
  };
}

export const depositAccounts: readonly (readonly [string, Holds])[] = [
  [
    'issues one account to an id, however often it is asked',
    async (record) => {
      const entry = accountOf();
      const first = await record.issue(entry);
      expect(await record.issue({ ...entry, amount: 999n })).toEqual(first);
      expect(first).toMatchObject({ amount: 100n, closed: false, paid: null, reversals: 0 });
      expect(await record.findAccount(randomUUID())).toBeNull();
    },
  ],
  [
    'takes the exact amount, once, before its end, and writes down what it refused',
    async (record) => {
      const { number, accountId } = await record.issue(accountOf());
      const tries = [
        depositIn(number, { amount: 99n }),
        depositIn(number, { at: expiresAt }),
        depositIn(number, { at: expiresAt - 1 }),
        depositIn(number),
      ];
      const verdicts: string[] = [];
      for (const entry of tries) verdicts.push((await record.deposit(entry))?.why ?? 'nobody');
      expect(verdicts).toEqual(['wrong-amount', 'late', 'taken', 'already-paid']);
      const kept = (await record.deposits(accountId)).map(({ why, kept: has }) => [why, has]);
      expect(kept).toEqual(verdicts.map((why) => [why, false]));
      expect(await record.deposit(depositIn('nobody'))).toBeNull();
    },
  ],
  [
    'tells which accounts had not ended at an instant, by id',
    async (record) => {
      // Later than whatever another test of the same store has issued.
      const lately = Date.UTC(2040, 0, 1);
      await record.issue(accountOf());
      const issued = [accountOf({ expiresAt: lately }), accountOf({ expiresAt: lately + 1 })];
      for (const entry of issued) await record.issue(entry);
      await record.deposit(depositIn(issued[0]?.number ?? ''));
      const ids = issued.map(({ accountId }) => accountId).sort();
      const asked = { since: lately, limit: 1 };
      const [first] = await record.accountsSince({ ...asked, afterId: null });
      const rest = await record.accountsSince({ ...asked, afterId: first?.accountId ?? null });
      expect([first, ...rest].map((each) => each?.accountId)).toEqual(ids);
      const paid = [first, ...rest].filter((each) => each?.paid !== null);
      expect(paid.map((each) => each?.accountId)).toEqual([issued[0]?.accountId]);
    },
  ],
  [
    'is paid by one of many deposits at once',
    async (record) => {
      const { number } = await record.issue(accountOf());
      const tried = await Promise.all([1, 2, 3, 4].map(() => record.deposit(depositIn(number))));
      expect(tried.filter((each) => each?.why === 'taken')).toHaveLength(1);
    },
  ],
  [
    'answers a message that comes again with what it did the first time',
    async (record) => {
      const { number, accountId } = await record.issue(accountOf());
      const first = await record.deposit(depositIn(number, { messageId: 'M-1' }));
      expect(await record.deposit(depositIn(number, { messageId: 'M-1' }))).toEqual(first);
      expect(await record.deposits(accountId)).toHaveLength(1);
      const other = await record.issue(accountOf());
      const same = await record.deposit(depositIn(other.number, { messageId: 'M-1' }));
      expect(same?.why).toBe('taken');
    },
  ],
  [
    'keeps what fits nothing where the bank takes it, and is not paid by it',
    async (record) => {
      const { number, accountId } = await record.issue(accountOf());
      const wrong = depositIn(number, { amount: 1n, bankTakes: true });
      expect(await record.deposit(wrong)).toMatchObject({ why: 'wrong-amount', kept: true });
      expect((await record.findAccount(accountId))?.paid).toBeNull();
      const right = await record.deposit(depositIn(number, { bankTakes: true }));
      expect(right).toMatchObject({ why: 'taken', kept: false });
    },
  ],
  [
    'takes a deposit back once, and may then be paid again',
    async (record) => {
      const { number, accountId } = await record.issue(accountOf());
      const first = depositIn(number);
      await record.deposit(first);
      expect(await record.reverse(first.depositId, at + 1)).toMatchObject({ reversedAt: at + 1 });
      expect(await record.reverse(first.depositId, at + 2)).toBeNull();
      expect(await record.findAccount(accountId)).toMatchObject({ paid: null, reversals: 1 });
      const second = depositIn(number, { at: at + 3 });
      expect((await record.deposit(second))?.why).toBe('taken');
      const paid = { depositId: second.depositId };
      expect(await record.findAccount(accountId)).toMatchObject({ paid, reversals: 1 });
      expect(await record.findDeposit(first.depositId)).toMatchObject({ reversedAt: at + 1 });
    },
  ],
  [
    'takes nothing once it is closed, and what it took before stands',
    async (record) => {
      const { number, accountId } = await record.issue(accountOf());
      expect(await record.close(accountId)).toMatchObject({ closed: true, paid: null });
      expect((await record.deposit(depositIn(number)))?.why).toBe('closed');
      const paid = await record.issue(accountOf());
      await record.deposit(depositIn(paid.number));
      expect((await record.close(paid.accountId))?.paid).not.toBeNull();
      expect(await record.close(randomUUID())).toBeNull();
    },
  ],
];
