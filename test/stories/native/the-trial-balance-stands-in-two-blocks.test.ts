// Story: an accountant reads the trial balance; the books and the memo each balance on their own.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountNames, chart } from '../../../core/ledger/chart.ts';
import { booksClose } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, operatorKey } from '../../harness/shop.ts';

let gyeol: TestGateway;
let merchant: MadeMerchant;
beforeAll(async () => {
  gyeol = await openGateway();
  merchant = await newMerchant(gyeol.url);
});
afterAll(() => gyeol.stop());

interface Account {
  readonly account: keyof typeof chart;
  readonly korean: string;
  readonly side: 'debit' | 'credit';
  readonly debit: number;
  readonly credit: number;
  readonly balance: number;
}

interface Block {
  readonly balanced: boolean;
  readonly totals: { readonly debit: number; readonly credit: number };
  readonly accounts: readonly Account[];
}

async function read(key = merchant.key): Promise<Block & { readonly memo: Block }> {
  const { status, body } = await call(gyeol.url, { path: '/v1/ledger/trial-balance', key });
  expect(status).toBe(200);
  return body as unknown as Block & { readonly memo: Block };
}

function addsUp({ balanced, totals, accounts }: Block): void {
  const sum = (side: 'debit' | 'credit'): number =>
    accounts.reduce((total, each) => total + each[side], 0);
  expect(totals).toEqual({ debit: sum('debit'), credit: sum('credit') });
  expect(totals.debit).toBe(totals.credit);
  expect(balanced).toBe(true);
  for (const { side, debit, credit, balance } of accounts) {
    expect(balance).toBe(side === 'debit' ? debit - credit : credit - debit);
    expect([debit, credit, balance].every(Number.isSafeInteger)).toBe(true);
  }
}

function balanceOf(block: Block, name: string): number | undefined {
  return block.accounts.find(({ account }) => account === name)?.balance;
}

test('every account of the chart stands once, memo accounts in the block of their own', async () => {
  const { accounts, memo } = await read();
  const names = (block: readonly Account[]): string[] => block.map(({ account }) => account).sort();
  expect(names(accounts)).toEqual(accountNames.filter((name) => !chart[name].memo).sort());
  expect(names(memo.accounts)).toEqual(accountNames.filter((name) => chart[name].memo).sort());
  for (const { account, korean, side } of [...accounts, ...memo.accounts]) {
    expect({ korean, side }).toEqual({ korean: chart[account].korean, side: chart[account].side });
  }
});

test('a payment of today stands in the memo, and in the books after its day', async () => {
  const shop = await openShop(gyeol.url, merchant.keys);
  const first = await shop.keyin({ AMOUNT: '100000' });
  await shop.keyin({ AMOUNT: '33333' });
  await shop.keyin({ AMOUNT: '77777', CARDNO: '9906100000001010' });
  const today = await read();
  addsUp(today);
  addsUp(today.memo);
  expect(today.totals).toEqual({ debit: 0, credit: 0 });
  expect(balanceOf(today.memo, 'authorised-for-merchants')).toBe(133_333);
  expect(balanceOf(today.memo, 'authorised-with-acquirers')).toBe(133_333);

  await moveClock(gyeol.url, { advance: 'P1D' });
  const tomorrow = await openShop(gyeol.url, merchant.keys);
  await tomorrow.cancel({ tid: first.TID, amount: '40000' });
  const next = await read();
  addsUp(next);
  addsUp(next.memo);
  expect(next.totals.debit).toBeGreaterThan(0);
  expect(balanceOf(next.memo, 'authorised-for-merchants')).toBe(0);
  // 2.5 % of 60,000 and of 33,333 won, and the VAT on it.
  expect(balanceOf(next, 'fee-revenue')).toBe(2_333);
  expect(balanceOf(next, 'fee-vat')).toBe(233);
});

test('the whole installation is what its merchants are together', async () => {
  const demo = await openShop(gyeol.url);
  await demo.keyin({ AMOUNT: '9000' });
  const [whole, own, other] = [
    await read(operatorKey),
    await read(),
    await read('sk_sandbox_demo'),
  ];
  addsUp(whole);
  addsUp(whole.memo);
  for (const name of accountNames) {
    const block = (each: typeof whole): Block => (chart[name].memo ? each.memo : each);
    const parts = [own, other].map((each) => balanceOf(block(each), name) ?? 0);
    expect(balanceOf(block(whole), name), name).toBe(parts.reduce((a, b) => a + b));
  }
  await booksClose(gyeol);
});
