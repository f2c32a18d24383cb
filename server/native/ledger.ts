// Routes of the native API on the books: trial balance, and the proof that they close.
import { chart } from '../../core/ledger/chart.ts';
import { accepted } from '../../core/refusal.ts';
import { type AccountBalance, accountBalances } from '../../storage/ledger.ts';
import { verifyBooks } from '../../storage/verify.ts';
import type { NativeRequest, NativeRoute } from './route.ts';

export const ledgerRoutes: readonly NativeRoute[] = [
  {
    name: 'ledger.trialBalance',
    method: 'GET',
    path: '/v1/ledger/trial-balance',
    summary: 'All accounts of the merchant; for an operator, of the installation.',
    role: 'either',
    ids: [],
    answer: { type: 'object', required: ['balanced', 'totals', 'accounts', 'memo'] },
    handle: trialBalance,
  },
  {
    name: 'ledger.verify',
    method: 'GET',
    path: '/v1/ledger/verify',
    summary: 'Every rule that the books of the installation break; none when they close.',
    role: 'operator',
    ids: [],
    answer: { type: 'object', required: ['ok', 'breaks'] },
    handle: verify,
  },
];

async function trialBalance({
  parts,
  merchant,
  role,
}: NativeRequest): ReturnType<NativeRoute['handle']> {
  const scope = role === 'operator' ? null : merchant.id;
  const balances = await accountBalances(parts.store.reports, scope);
  const real = block(balances.filter(({ account }) => !chart[account].memo));
  const memo = block(balances.filter(({ account }) => chart[account].memo));
  return accepted({
    status: 200,
    body: {
      balanced: real.balanced && memo.balanced,
      totals: real.totals,
      accounts: real.accounts,
      memo,
    },
  });
}

/** Balanced on its own: memo accounts stand outside the balance sheet (docs/concepts/ledger.md). */
function block(balances: readonly AccountBalance[]) {
  const debit = balances.reduce((sum, each) => sum + each.debit, 0n);
  const credit = balances.reduce((sum, each) => sum + each.credit, 0n);
  const accounts = balances.map(({ account, side, ...sums }) => ({
    account,
    korean: chart[account].korean,
    side,
    debit: Number(sums.debit),
    credit: Number(sums.credit),
    balance: Number(side === 'debit' ? sums.debit - sums.credit : sums.credit - sums.debit),
  }));
  return {
    balanced: debit === credit,
    totals: { debit: Number(debit), credit: Number(credit) },
    accounts,
  };
}

async function verify({ parts }: NativeRequest): ReturnType<NativeRoute['handle']> {
  const breaks = await verifyBooks(parts.store.reports);
  return accepted({ status: 200, body: { ok: breaks.length === 0, breaks } });
}
