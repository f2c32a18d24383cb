// Control of the sandbox: what pays there, faults, reset, clock. None of it exists in live mode.
import { accepted } from '../../core/refusal.ts';
import { effects } from '../../rails/simulator/behaviours.ts';
import { describeAccounts, describeCards, describeRanges } from '../../rails/simulator/describe.ts';
import {
  faultPoints,
  longestMatch,
  matchFields,
  mostTimes,
  parseFault,
} from '../../rails/simulator/faults.ts';
import { publicIdsOf, raiseGeneration } from '../../storage/merchant.ts';
import type { NativeRequest, NativeRoute } from '../native/route.ts';
import { aFlag, anInteger, aText, listOf, objectOf, oneOf, textSchema } from '../native/schema.ts';
import { answersTo } from './card-answers.ts';
import type { ClockMover } from './clock-mover.ts';
import { clockRoutes } from './clock-routes.ts';
import { depositRoutes } from './deposit-routes.ts';
import { fileRoutes } from './file-routes.ts';

type Handle = NativeRoute['handle'];

export function sandboxRoutes(mover: ClockMover): readonly NativeRoute[] {
  return [
    ...clockRoutes(mover),
    ...cardRoutes,
    ...faultRoutes,
    ...depositRoutes,
    ...fileRoutes,
    ...resetRoutes,
  ];
}

const common = { ids: [], sandboxOnly: true } as const;

const printed = { brand: aText, issuer: aText, acquirer: aText };

const cardSchema = objectOf({
  ...{ number: aText, ...printed, behaviour: aText },
  ...{ expiry: aText, password: aText, birthDate: aText },
  answers: objectOf({ cookiepay: aText, payple: aText }),
});

const rangeSchema = objectOf({ bin: aText, length: anInteger, ...printed });

const accountSchema = objectOf({
  ...{ bank: aText, bankName: aText, number: aText, behaviour: aText, holder: aText },
});

const cardRoutes: readonly NativeRoute[] = [
  {
    ...common,
    name: 'cards',
    method: 'GET',
    path: '/sandbox/cards',
    role: 'either',
    summary: 'Every test card and account, and what each dialect answers to a card.',
    answer: objectOf({
      cards: listOf(cardSchema),
      ranges: listOf(rangeSchema),
      accounts: listOf(accountSchema),
    }),
    handle: async () => {
      const body = { cards: cards(), ranges: describeRanges(), accounts: describeAccounts() };
      return accepted({ body });
    },
  },
];

const faultSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['at', 'effect'],
  properties: {
    at: { type: 'string', enum: [...faultPoints] },
    effect: { type: 'string', enum: [...effects] },
    times: { type: 'integer', minimum: 1, maximum: mostTimes },
    match: {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(matchFields.map((name) => [name, textSchema(longestMatch)])),
    },
  },
};

const faultRoutes: readonly NativeRoute[] = [
  {
    ...common,
    name: 'faults.add',
    status: 201,
    method: 'POST',
    path: '/sandbox/faults',
    role: 'merchant',
    summary: 'Lets a call over the rail fail on purpose.',
    answer: objectOf({
      ...{ at: oneOf(faultPoints), effect: oneOf(effects), times: anInteger },
      match: faultSchema.properties.match,
    }),
    ids: matchFields.map((name) => `match.${name}`),
    body: faultSchema,
    handle: addFault,
  },
  {
    ...common,
    name: 'faults.clear',
    method: 'DELETE',
    path: '/sandbox/faults',
    role: 'merchant',
    summary: 'Forgets all faults of the merchant.',
    answer: objectOf({ cleared: aFlag }),
    handle: async ({ parts, merchant }) => {
      parts.faults.clear(merchant.id);
      return accepted({ body: { cleared: true } });
    },
  },
];

const resetRoutes: readonly NativeRoute[] = [
  {
    ...common,
    name: 'reset',
    method: 'POST',
    path: '/sandbox/reset',
    role: 'merchant',
    summary: 'A fresh world under the same credentials; journals are never deleted.',
    answer: objectOf({ generation: anInteger }),
    handle: reset,
  },
];

function cards(): unknown[] {
  return describeCards().map((card) => ({ ...card, answers: answersTo(card.behaviour) }));
}

async function addFault({ parts, merchant, body }: NativeRequest): ReturnType<Handle> {
  const fault = parseFault(body);
  if (!fault.ok) return fault;
  const added = parts.faults.add(merchant.id, fault.value);
  return added.ok ? accepted({ body: added.value }) : added;
}

async function reset({ parts, merchant }: NativeRequest): ReturnType<Handle> {
  parts.faults.clear(merchant.id);
  const generation = await raiseGeneration(parts.store.pool, merchant.id);
  parts.callers.forget();
  await parts.limits.clear(merchant.id);
  parts.throttle.clear(await publicIdsOf(parts.store.pool, merchant.id));
  return accepted({ body: { generation } });
}
