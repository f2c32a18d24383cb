// Route of the native API for operators: a fee that is changed, also for sales of before.
import { accepted, refused, unfit } from '../../core/refusal.ts';
import { businessDate } from '../../core/time/instant.ts';
import { findContract } from '../../storage/merchant.ts';
import { withoutCardNumbers } from '../card-text.ts';
import { changeFees } from '../settlement/fee-change.ts';
import { dayOf } from './day.ts';
import type { NativeRequest, NativeRoute } from './route.ts';
import { textSchema } from './schema.ts';

export const feeChangeRoutes: readonly NativeRoute[] = [
  {
    name: 'feeChanges.create',
    method: 'POST',
    path: '/v1/contracts/:contract/fee-changes',
    summary:
      'Another fee for card sales from a day on, in the past or today; differences are paid.',
    role: 'operator',
    ids: ['contract'],
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['feeRate', 'from', 'reason'],
      properties: {
        feeRate: { type: 'integer', minimum: 0, maximum: 100_000 },
        from: { ...textSchema(10), examples: ['2026-01-01'] },
        reason: textSchema(100),
      },
    },
    answer: { type: 'object', required: ['contract', 'feeRate', 'from', 'sales', 'net'] },
    handle: create,
  },
];

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function create(request: NativeRequest): ReturnType<NativeRoute['handle']> {
  const { parts, params, body } = request;
  const id = params.contract ?? '';
  const contract = uuid.test(id) ? await findContract(parts.store.pool, id) : null;
  if (contract === null) return refused({ kind: 'no-rows' });
  const from = dayOf(String(body.from));
  if (from === null) {
    return refused(unfit('from', { is: 'malformed', expected: 'a day, YYYY-MM-DD' }));
  }
  if (from > businessDate(parts.clock.now())) {
    return refused(unfit('from', { is: 'out-of-range', expected: 'today or a day before' }));
  }
  const feeRate = Number(body.feeRate);
  const reason = withoutCardNumbers(String(body.reason));
  const { sales, adjustments, net } = await changeFees(parts, contract, { feeRate, from, reason });
  return accepted({
    status: 201,
    body: { contract: contract.id, feeRate, from, sales, adjustments, net: Number(net) },
  });
}
