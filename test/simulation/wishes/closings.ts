// Wishes of shops at the last moment: cancels of what stands in the payout that closes next.
import { askForCancel } from '../cancelling.ts';
import { someProcess, tidOf } from '../draws.ts';
import type { OrderAsked } from '../history.ts';
import { leap } from '../passing.ts';
import type { Run } from '../run.ts';
import { loseSomeCancels } from '../trouble.ts';

/** Asked for a moment before it closes, and often answered after it. */
export async function cancelAroundAClosing(run: Run): Promise<void> {
  const { dice, time } = run.stage;
  const next = await nextClosing(run);
  if (next === null) return;
  await leap(run, Math.max(1, next.at - time.now() - dice.whole(20, 1_500)));
  if (dice.chance(0.6)) loseSomeCancels(run);
  for (let left = dice.whole(1, 4); left > 0; left -= 1) {
    const process = someProcess(run);
    const order = dice.pick(next.orders);
    const tid = tidOf(order.answer) ?? '';
    const part = BigInt(dice.whole(1, Math.max(1, Number(order.amount))));
    const amount = dice.chance(0.4) ? null : part;
    if (process !== null)
      askForCancel(run, process, { order, tid, amount, vat: null, reason: null });
  }
}

interface Closing {
  readonly at: number;
  /** What a shop has heard of, that stands in it. */
  readonly orders: readonly OrderAsked[];
}

async function nextClosing({ ground, shops, history }: Run): Promise<Closing | null> {
  const found = await ground.owner.query<{ at: Date; tids: string[] }>(
    `select q.closes_at as at, array_agg(r.tid) as tids
     from payout q join settlement_row r on r.merchant_id = q.merchant_id
       and r.contract_id = q.contract_id and r.generation = q.generation
       and r.payout_date = q.date
     join merchant m on m.id = q.merchant_id and m.generation = q.generation
     where q.merchant_id = any($1) and q.status = 'open' and r.kind = '11'
     group by 1 order by 1 limit 1`,
    [shops.merchantIds],
  );
  const [row] = found.rows;
  const tids = new Set(row?.tids);
  const orders = history.orders.filter(({ answer }) => tids.has(tidOf(answer) ?? ''));
  return row === undefined || orders.length === 0 ? null : { at: row.at.getTime(), orders };
}
