// Routes of the native API on the books: balances, proof, what is owed, and what stands too long.
import { chart } from '../../core/ledger/chart.ts';
import { accountsOwed, freeOf, safeguardingOf } from '../../core/ledger/safeguarding.ts';
import { accepted, refused, unfit } from '../../core/refusal.ts';
import { missingYear } from '../../core/time/bank-day.ts';
import { businessDate, isoTime, nextDay, startOfDay } from '../../core/time/instant.ts';
import { type AccountBalance, accountBalances } from '../../storage/ledger.ts';
import { owedBalances } from '../../storage/safeguarding.ts';
import { verifyBooks } from '../../storage/verify.ts';
import { overdueNow } from '../alarms.ts';
import { dayOf } from './day.ts';
import type { NativeRequest, NativeRoute } from './route.ts';
import {
  aFlag,
  anInteger,
  aText,
  integerOrNull,
  listOf,
  mapOf,
  objectOf,
  oneOf,
  textSchema,
} from './schema.ts';

const figures = { debit: anInteger, credit: anInteger };

const accountSchema = objectOf({
  ...{ account: aText, korean: aText, side: oneOf(['debit', 'credit']) },
  ...{ ...figures, balance: anInteger },
});

const blockSchema = {
  balanced: aFlag,
  totals: objectOf(figures),
  accounts: listOf(accountSchema),
};

const brokenRule = objectOf({
  ...{ check: aText, rule: aText, merchantId: aText, subject: aText },
  ...{ expected: aText, found: aText },
});

const owedSchema = objectOf({
  ...{ merchant: aText, contract: aText, owedToSeller: anInteger, owedToBuyers: anInteger },
  recoverable: anInteger,
});

const overdueSchema = objectOf({
  ...{ account: aText, since: aText, merchant: aText, scope: aText, subject: aText },
  ...{ amount: anInteger, due: aText },
});

export const ledgerRoutes: readonly NativeRoute[] = [
  {
    name: 'ledger.trialBalance',
    method: 'GET',
    path: '/v1/ledger/trial-balance',
    summary: 'All accounts of the merchant; for an operator, of the installation.',
    role: 'either',
    ids: [],
    answer: objectOf({ ...blockSchema, memo: objectOf(blockSchema) }),
    handle: trialBalance,
  },
  {
    name: 'ledger.verify',
    method: 'GET',
    path: '/v1/ledger/verify',
    summary: 'Every rule that the books of the installation break; none when they close.',
    role: 'operator',
    ids: [],
    answer: objectOf({ ok: aFlag, breaks: listOf(brokenRule) }),
    handle: verify,
  },
  {
    name: 'ledger.safeguarding',
    method: 'GET',
    path: '/v1/ledger/safeguarding',
    summary:
      'What is owed to sellers and buyers at the end of a day, and what is in the bank for it.',
    role: 'operator',
    ids: [],
    query: {
      type: 'object',
      additionalProperties: false,
      properties: { date: { ...textSchema(10), examples: ['2026-03-12'] } },
    },
    answer: objectOf({
      ...{ date: aText, at: aText, owedToSellers: anInteger, owedToBuyers: anInteger },
      ...{ owed: anInteger, bank: anInteger, isCovered: aFlag, contracts: listOf(owedSchema) },
      ...{ leaving: anInteger, unknown: anInteger, operatorFunds: anInteger },
      toBeDeducted: anInteger,
      free: objectOf({ margin: anInteger, funds: anInteger }),
    }),
    handle: safeguarding,
  },
  {
    name: 'ledger.ages',
    method: 'GET',
    path: '/v1/ledger/ages',
    summary: 'What stands on an account longer than it may, the oldest first, and the calendar.',
    role: 'operator',
    ids: [],
    answer: objectOf({
      ...{ at: aText, calendarMissing: integerOrNull, counts: mapOf(anInteger) },
      data: listOf(overdueSchema),
    }),
    handle: ages,
  },
];

async function ages({ parts }: NativeRequest): ReturnType<NativeRoute['handle']> {
  const now = parts.clock.now();
  const overdue = await overdueNow(parts);
  const counts: Record<string, number> = {};
  for (const { account } of overdue) counts[account] = (counts[account] ?? 0) + 1;
  const data = overdue.map(({ amount, ...each }) => ({ ...each, amount: Number(amount) }));
  const calendarMissing = missingYear(parts.calendar(), businessDate(now));
  return accepted({ body: { at: isoTime(now), calendarMissing, counts, data } });
}

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
  return accepted({ body: { ok: breaks.length === 0, breaks } });
}

/** Of a day that has ended, or of today so far. */
async function safeguarding({ parts, query }: NativeRequest): ReturnType<NativeRoute['handle']> {
  const now = parts.clock.now();
  const today = businessDate(now);
  const date = query.date === undefined ? today : dayOf(query.date);
  if (date === null || date > today) {
    const expected = 'a day until today, YYYY-MM-DD';
    return refused(unfit('date', { is: 'malformed', expected }));
  }
  const balances = await owedBalances(parts.store.reports, accountsOwed, date);
  const safe = safeguardingOf(balances);
  const { contracts, sellers, buyers, bank } = safe;
  const owed = sellers + buyers;
  const free = freeOf(safe);
  return accepted({
    body: {
      date,
      at: isoTime(date === today ? now : startOfDay(nextDay(date))),
      owedToSellers: Number(sellers),
      owedToBuyers: Number(buyers),
      owed: Number(owed),
      bank: Number(bank),
      isCovered: bank >= owed,
      ...{ leaving: Number(safe.leaving), unknown: Number(safe.unknown) },
      toBeDeducted: Number(safe.deducted),
      operatorFunds: Number(safe.funds),
      free: { margin: Number(free.margin), funds: Number(free.funds) },
      contracts: contracts.map((each) => ({
        merchant: each.merchant,
        contract: each.contract,
        owedToSeller: Number(each.seller),
        owedToBuyers: Number(each.buyers),
        recoverable: Number(each.recoverable),
      })),
    },
  });
}
