// A fee that is lowered or raised: first the terms, then sales of before, page after page.
import type pg from 'pg';
import { type CardType, cardTypes, type Terms } from '../../core/merchant/terms.ts';
import { add, type Won, zeroWon } from '../../core/money/won.ts';
import { changeFee } from '../../core/payment/change-fee.ts';
import { mostFeeChanges } from '../../core/settlement/row-numbers.ts';
import { type BusinessDate, startOfDay } from '../../core/time/instant.ts';
import {
  type CardRates,
  type ContractKey,
  changeTerms,
  countVersions,
  lockTerms,
} from '../../storage/agreed-terms.ts';
import { type ChangedSale, lockSales, storeChanged } from '../../storage/fee-change.ts';
import { beginFeeChange, countFeeChange } from '../../storage/fee-change-sum.ts';
import { renewTermsUnderWay } from '../../storage/terms-under-way.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { Parts } from '../parts.ts';
import { tellAdjusted } from './tell.ts';

const pageSize = 500;

export interface FeeWish {
  /** Hundred-thousandths; sales by cards that are not named stay as they are. */
  readonly rates: CardRates;
  /** Sales approved on this day or later. */
  readonly from: BusinessDate;
  readonly reason: string;
}

export interface FeeChanged {
  /** Sales of the present world that have the new fee now. */
  readonly sales: number;
  readonly adjustments: number;
  /** Won that all adjustments give, or take when negative. */
  readonly net: Won;
}

/** Whether a contract may have one more; each can leave a row with a sale, which counts them. */
export async function mayChange(client: pg.ClientBase, contract: ContractKey): Promise<boolean> {
  await lockTerms(client, contract);
  return (await countVersions(client, contract)) <= mostFeeChanges;
}

/**
 * Asked for again it goes on where a crash left it: what has the new fee already differs by 0.
 * Null when the contract has had too many.
 */
export async function changeFees(
  parts: Parts,
  contract: ContractKey,
  wish: FeeWish,
): Promise<FeeChanged | null> {
  const terms = await inTransaction(parts.store.work, async (client) => {
    return (await mayChange(client, contract)) ? agree(parts, client, { contract, wish }) : null;
  });
  return terms === null ? null : carryOut(parts, { contract, terms, wish });
}

/** The terms of all approvals from now on; under the lock of the contract. */
export async function agree(
  parts: Parts,
  client: pg.ClientBase,
  { contract, wish }: { readonly contract: ContractKey; readonly wish: FeeWish },
): Promise<Terms> {
  const { rates, from } = wish;
  const made = await changeTerms(client, contract, { rates, from, at: parts.clock.now() });
  await beginFeeChange(client, { contract, version: made.version });
  return made;
}

export interface Agreed {
  readonly contract: ContractKey;
  readonly terms: Terms;
  readonly wish: FeeWish;
}

/** Sales of before follow terms that are agreed; begun again it goes on. */
export async function carryOut(parts: Parts, agreed: Agreed): Promise<FeeChanged> {
  const { contract, terms, wish } = agreed;
  // Approvals of before are looked for only when every new one has the new terms.
  parts.callers.forget();
  await inTransaction(parts.store.work, (client) =>
    renewTermsUnderWay(client, {
      ...{ contract, terms, cardTypes: typesOf(wish) },
      startedFrom: startOfDay(wish.from),
    }),
  );
  let changed: FeeChanged = { sales: 0, adjustments: 0, net: zeroWon };
  for (;;) {
    const sales = await inTransaction(parts.store.work, (client) =>
      changePage(parts, client, agreed),
    );
    if (sales.length === 0) return changed;
    const page = sumOf(sales);
    changed = {
      sales: changed.sales + page.sales,
      adjustments: changed.adjustments + page.adjustments,
      net: add(changed.net, page.net),
    };
  }
}

async function changePage(
  parts: Parts,
  client: pg.ClientBase,
  { contract, terms, wish }: Agreed,
): Promise<ChangedSale[]> {
  const key = { contract, version: terms.version };
  const { merchantId, id: contractId } = contract;
  const at = parts.clock.now();
  const found = await lockSales(client, {
    ...{ merchantId, contractId, terms, cardTypes: typesOf(wish) },
    ...{ approvedFrom: startOfDay(wish.from), limit: pageSize },
  });
  const sales = found.map(({ payment, rows, isPresent }) => ({
    ...{ payment, isPresent },
    ...changeFee(payment, { terms, rows, at, newId: parts.newId }),
  }));
  if (sales.length === 0) await tellAdjusted(parts, client, { key, wish });
  else {
    await storeChanged(client, merchantId, { sales, terms, at, reason: wish.reason });
    await countFeeChange(client, key, sumOf(sales));
  }
  return sales;
}

function typesOf({ rates }: FeeWish): CardType[] {
  return cardTypes.filter((type) => rates[type] !== undefined);
}

function sumOf(changed: readonly Pick<ChangedSale, 'rows' | 'isPresent'>[]): FeeChanged {
  const sales = changed.filter(({ isPresent }) => isPresent);
  const rows = sales.flatMap((sale) => sale.rows);
  return {
    sales: sales.length,
    adjustments: rows.length,
    net: add(zeroWon, ...rows.map(({ net }) => net)),
  };
}
