// A fee that is lowered or raised for sales of before: first the terms, then page after page.
import type { Contract } from '../../core/merchant/merchant.ts';
import { add, type Won, zeroWon } from '../../core/money/won.ts';
import { changeFee } from '../../core/payment/change-fee.ts';
import { type BusinessDate, startOfDay } from '../../core/time/instant.ts';
import {
  type ChangedSale,
  changeTerms,
  lockSales,
  storeChanged,
} from '../../storage/fee-change.ts';
import { beginFeeChange, countFeeChange } from '../../storage/fee-change-sum.ts';
import { renewTermsUnderWay } from '../../storage/terms-under-way.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { Parts } from '../parts.ts';
import { tellAdjusted } from './tell.ts';

const pageSize = 500;

export interface FeeWish {
  readonly feeRate: number;
  /** Sales approved on this day or later. */
  readonly from: BusinessDate;
  readonly reason: string;
}

export interface FeeChanged {
  /** Sales that have the new fee now. */
  readonly sales: number;
  readonly adjustments: number;
  /** Won that all adjustments give, or take when negative. */
  readonly net: Won;
}

/** Asked for again it goes on where a crash left it: what has the new fee already differs by 0. */
export async function changeFees(
  parts: Parts,
  contract: Pick<Contract, 'merchantId' | 'id'>,
  wish: FeeWish,
): Promise<FeeChanged> {
  const { feeRate, from, reason } = wish;
  const { merchantId, id: contractId } = contract;
  const at = parts.clock.now();
  const terms = await inTransaction(parts.store.work, async (client) => {
    const made = await changeTerms(client, contract, { terms: { feeRate }, at });
    await beginFeeChange(client, { contract, version: made.version });
    return made;
  });
  const key = { contract, version: terms.version };
  // Approvals of before are looked for only when every new one has the new terms.
  parts.callers.forget();
  const startedFrom = startOfDay(from);
  await inTransaction(parts.store.work, (client) =>
    renewTermsUnderWay(client, { contract, terms, startedFrom }),
  );
  let changed: FeeChanged = { sales: 0, adjustments: 0, net: zeroWon };
  for (;;) {
    const sales = await inTransaction(parts.store.work, async (client) => {
      const approvedFrom = startOfDay(from);
      const page = { merchantId, contractId, approvedFrom, terms, limit: pageSize };
      const found = (await lockSales(client, page)).map(({ payment, rows }) => ({
        payment,
        ...changeFee(payment, { terms, rows, at, newId: parts.newId }),
      }));
      if (found.length === 0) await tellAdjusted(parts, client, { key, wish });
      else {
        await storeChanged(client, merchantId, { sales: found, terms, at, reason });
        await countFeeChange(client, key, sumOf(found));
      }
      return found;
    });
    if (sales.length === 0) return changed;
    const page = sumOf(sales);
    changed = {
      sales: changed.sales + page.sales,
      adjustments: changed.adjustments + page.adjustments,
      net: add(changed.net, page.net),
    };
  }
}

function sumOf(sales: readonly Pick<ChangedSale, 'rows'>[]): FeeChanged {
  const rows = sales.flatMap((sale) => sale.rows);
  return {
    sales: sales.length,
    adjustments: rows.length,
    net: add(zeroWon, ...rows.map(({ net }) => net)),
  };
}
