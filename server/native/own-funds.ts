// Routes of the native API for operators: own money put into the bank, and what is free taken out.
import type { FundsStep } from '../../core/ledger/own-funds.ts';
import { won } from '../../core/money/won.ts';
import { accepted } from '../../core/refusal.ts';
import { isoTime } from '../../core/time/instant.ts';
import { withoutCardNumbers } from '../card-text.ts';
import { moveFunds } from '../settlement/own-funds.ts';
import type { NativeRequest, NativeRoute } from './route.ts';
import { anInteger, aText, objectOf, textOrNull, wordsSchema } from './schema.ts';

const amount = { type: 'integer', minimum: 1, maximum: 9_999_999_999_999 };
const answer = objectOf({ id: aText, amount: anInteger, reference: textOrNull, at: aText });

export const ownFundsRoutes: readonly NativeRoute[] = [
  {
    name: 'ledger.fund',
    status: 201,
    method: 'POST',
    path: '/v1/ledger/fundings',
    summary: 'Own money of the operator comes into the bank: expected on the statement of the day.',
    role: 'operator',
    ids: [],
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['amount', 'reason'],
      properties: { amount, reason: { ...wordsSchema(200), examples: ['선지급 재원'] } },
    },
    answer,
    handle: (request) => move(request, 'put-in'),
  },
  {
    name: 'ledger.sweep',
    status: 201,
    method: 'POST',
    path: '/v1/ledger/sweeps',
    summary:
      'Takes out what is free: our margin, or own money; all of it where no amount is named.',
    role: 'operator',
    ids: [],
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['reason'],
      properties: {
        takes: { type: 'string', enum: ['margin', 'funds'] },
        amount,
        reason: { ...wordsSchema(200), examples: ['3월 수수료'] },
      },
    },
    answer,
    handle: (request) => move(request, request.body.takes === 'funds' ? 'taken-out' : 'swept'),
  },
];

async function move(
  { parts, body, workId }: NativeRequest,
  step: FundsStep,
): ReturnType<NativeRoute['handle']> {
  const done = await moveFunds(parts, {
    ...{ id: workId, step },
    amount: body.amount === undefined ? null : won(Number(body.amount)),
    reason: withoutCardNumbers(String(body.reason)),
  });
  if (!done.ok) return done;
  const { reference, at } = done.value;
  return accepted({
    body: { id: workId, amount: Number(done.value.amount), reference, at: isoTime(at) },
  });
}
