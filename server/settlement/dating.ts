// Plans the payout of rows that have none yet: cancels, transfers, what was captured by a cancel.
import type { MerchantId } from '../../core/merchant/merchant.ts';
import { dateRow } from '../../core/settlement/row-date.ts';
import { hasUndated, lockUndated, storeDates } from '../../storage/row-dates.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { Parts } from '../parts.ts';
import { openPayouts } from './open-payouts.ts';

const pageSize = 500;

/** Of one merchant, before he asks for his rows, or of all. Answers how many were dated. */
export async function dateRows(parts: Parts, merchantId: MerchantId | null): Promise<number> {
  let done = 0;
  if (!(await hasUndated(parts.store.work))) return 0;
  for (;;) {
    const count = await inTransaction(parts.store.work, async (client) => {
      const rows = await lockUndated(client, merchantId, pageSize);
      const calendar = parts.calendar();
      const wishes = rows.map((row) => {
        return { ...row, plan: dateRow(row, row.sale, { calendar, terms: row.terms }) };
      });
      const payouts = await openPayouts(parts, client, wishes);
      const dated = rows.map((row, n) => ({ row, payout: payouts[n] ?? null }));
      if (dated.length > 0) await storeDates(client, dated);
      return dated.length;
    });
    if (count === 0) return done;
    done += count;
  }
}
