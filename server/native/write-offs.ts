// Route of the native API for operators: a debt that will not be paid is given up.
import { accepted, refused } from '../../core/refusal.ts';
import { isoTime } from '../../core/time/instant.ts';
import { findContract } from '../../storage/merchant.ts';
import { withoutCardNumbers } from '../card-text.ts';
import { writeOff } from '../settlement/write-off.ts';
import type { NativeRequest, NativeRoute } from './route.ts';
import { anInteger, aText, isId, objectOf, textOrNull, wordsSchema } from './schema.ts';

export const writeOffRoutes: readonly NativeRoute[] = [
  {
    name: 'writeOffs.create',
    method: 'POST',
    path: '/v1/contracts/:contract/write-offs',
    summary: 'Gives up what the last payout of a contract carried on; later ones do not take it.',
    role: 'operator',
    ids: ['contract'],
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['reason'],
      properties: { reason: { ...wordsSchema(200), examples: ['폐업'] } },
    },
    answer: objectOf({ contract: aText, amount: anInteger, payout: textOrNull, at: aText }),
    handle: create,
  },
];

async function create({ parts, params, body }: NativeRequest): ReturnType<NativeRoute['handle']> {
  const contract = params.contract ?? '';
  const found = isId(contract) ? await findContract(parts.store.pool, contract) : null;
  if (found === null) return refused({ kind: 'no-rows' });
  const reason = withoutCardNumbers(String(body.reason));
  const done = await writeOff(parts, { contractId: contract, reason });
  const at = isoTime(done?.at ?? parts.clock.now());
  const payout = done?.subject.replace('payout/', '') ?? null;
  const amount = Number(done?.amount ?? 0n);
  return accepted({ body: { contract, amount, payout, at } });
}
