// Route of the native API for operators: another fee, for sales of before or from a day to come.
import { type CardType, cardTypes } from '../../core/merchant/terms.ts';
import { zeroWon } from '../../core/money/won.ts';
import { accepted, type Outcome, refused, unfit } from '../../core/refusal.ts';
import { after, type BusinessDate, businessDate, dayMs } from '../../core/time/instant.ts';
import { type CardRates, type ContractKey, feeBasisOf } from '../../storage/agreed-terms.ts';
import { findContract } from '../../storage/merchant.ts';
import { withoutCardNumbers } from '../card-text.ts';
import type { Parts } from '../parts.ts';
import { changeFees, type FeeChanged, type FeeWish } from '../settlement/fee-change.ts';
import { isToCome, planFees } from '../settlement/planned-fees.ts';
import { ratesJson } from '../settlement/tell.ts';
import {
  type GivenRates,
  type RatesAgreed,
  rateSchema,
  ratesOf,
  yearlySalesSchema,
} from './agreed-rates.ts';
import { dayOf } from './day.ts';
import type { NativeRequest, NativeRoute } from './route.ts';
import {
  anInteger,
  aText,
  integerOrNull,
  isId,
  objectOf,
  oneOf,
  textSchema,
  wordsSchema,
} from './schema.ts';
import { ratesSchema } from './terms-schema.ts';

export const feeChangeRoutes: readonly NativeRoute[] = [
  {
    name: 'feeChanges.create',
    status: 201,
    method: 'POST',
    path: '/v1/contracts/:contract/fee-changes',
    summary:
      'Another fee for card sales from a day on: planned, or carried out with its differences.',
    role: 'operator',
    ids: ['contract'],
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['from', 'reason'],
      properties: {
        feeRate: { ...rateSchema, examples: [1_150] },
        yearlySales: yearlySalesSchema,
        card: { type: 'string', enum: [...cardTypes] },
        from: { ...textSchema(10), examples: ['2026-01-01'] },
        reason: wordsSchema(100),
      },
    },
    answer: objectOf({
      ...{ contract: aText, state: oneOf(['planned', 'done']), feeRate: integerOrNull },
      ...{ rates: ratesSchema, from: aText },
      ...{ sales: anInteger, adjustments: anInteger, net: anInteger },
    }),
    handle: create,
  },
];

const mostDaysAhead = 366;

async function create({ parts, params, body }: NativeRequest): ReturnType<NativeRoute['handle']> {
  const id = params.contract ?? '';
  const contract = isId(id) ? await findContract(parts.store.pool, id) : null;
  if (contract === null) return refused({ kind: 'no-rows' });
  const from = readFirstDay(parts, String(body.from));
  if (!from.ok) return from;
  const feeBasis = await feeBasisOf(parts.store.pool, contract);
  const rates = readRates(body, { from: from.value, feeBasis });
  if (!rates.ok) return rates;
  const reason = withoutCardNumbers(String(body.reason));
  const wish = { rates: rates.value, from: from.value, reason };
  const made = await planOrChange(parts, contract, wish);
  if (made === null) return refused({ kind: 'limit-reached' });
  const { state, sales, adjustments, net } = made;
  return accepted({
    body: {
      ...{ contract: contract.id, state, ...ratesJson(wish.rates), from: wish.from },
      ...{ sales, adjustments, net: Number(net) },
    },
  });
}

function readFirstDay(parts: Parts, text: string): Outcome<BusinessDate> {
  const from = dayOf(text);
  if (from === null) {
    return refused(unfit('from', { is: 'malformed', expected: 'a day, YYYY-MM-DD' }));
  }
  if (from > businessDate(after(parts.clock.now(), mostDaysAhead * dayMs))) {
    return refused(unfit('from', { is: 'out-of-range', expected: 'within a year from today' }));
  }
  return accepted(from);
}

/** Of all cards, or of those of the type that is named. */
function readRates(
  body: NativeRequest['body'],
  agreed: Omit<RatesAgreed, 'given' | 'field'>,
): Outcome<CardRates> {
  const rates = ratesOf({ ...agreed, given: body as GivenRates, field: 'yearlySales' });
  if (!rates.ok) return rates;
  if (rates.value === null) return refused(unfit('feeRate', { is: 'missing' }));
  const card = body.card as CardType | undefined;
  return accepted(card === undefined ? rates.value : { [card]: rates.value[card] });
}

/** Null when the contract has had too many. */
async function planOrChange(
  parts: Parts,
  contract: ContractKey,
  wish: FeeWish,
): Promise<(FeeChanged & { readonly state: 'planned' | 'done' }) | null> {
  if (!isToCome(wish.from, parts.clock.now())) {
    const changed = await changeFees(parts, contract, wish);
    return changed === null ? null : { ...changed, state: 'done' };
  }
  const nothingYet = { state: 'planned', sales: 0, adjustments: 0, net: zeroWon } as const;
  return (await planFees(parts, contract, wish)) ? nothingYet : null;
}
