// Routes that give the files which the simulated bank and acquirers would send of a day.

import type { Expected } from '../../core/reconciliation/break.ts';
import { type FileKind, fileColumns } from '../../core/reconciliation/file.ts';
import { accepted, refused, unfit } from '../../core/refusal.ts';
import { businessDate } from '../../core/time/instant.ts';
import { dayOf } from '../native/day.ts';
import type { NativeRequest, NativeRoute } from '../native/route.ts';
import { aText, objectOf, textSchema } from '../native/schema.ts';
import { ownAccount, payInInstant, payInNamed } from '../settlement/pay-ins.ts';
import { expectedOf } from '../settlement/reconciliation.ts';

/** Of today, unless a day is named. */
const query = {
  type: 'object',
  additionalProperties: false,
  properties: { date: { ...textSchema(10), examples: ['2026-03-12'] } },
};
const common = { method: 'GET', role: 'operator', sandboxOnly: true, query } as const;
const answer = objectOf({ csv: aText });

export const fileRoutes: readonly NativeRoute[] = [
  {
    ...common,
    name: 'files.bank',
    path: '/sandbox/bank/statement',
    summary: 'The statement of our account on a day, as the bank would send it.',
    ids: [],
    answer,
    handle: (request) => give(request, 'bank', ownAccount),
  },
  {
    ...common,
    name: 'files.acquirer',
    path: '/sandbox/acquirers/file',
    summary: 'What an acquirer pays in on a day, as it would send it.',
    ids: [],
    query: {
      ...query,
      properties: { ...query.properties, acquirer: { ...textSchema(10), examples: ['CCLG'] } },
    },
    answer,
    handle: (request) => give(request, 'acquirer', request.query.acquirer ?? 'CCLG'),
  },
];

async function give(
  { parts, query }: NativeRequest,
  kind: FileKind,
  account: string,
): ReturnType<NativeRoute['handle']> {
  const date = query.date === undefined ? businessDate(parts.clock.now()) : dayOf(query.date);
  if (date === null) {
    return refused(unfit('date', { is: 'malformed', expected: 'a day, YYYY-MM-DD' }));
  }
  const header = fileColumns[kind].map(([name]) => name).join(',');
  const expected = await expectedOf(parts, { kind, account, date });
  const lines = expected.filter((each) => isThere(parts, each)).map((each) => lineOf(kind, each));
  return accepted({ body: { csv: `${[header, ...lines].join('\n')}\n` } });
}

/** No statement has lines of nothing, or pay-ins of a day that has not begun. */
function isThere(
  { clock }: NativeRequest['parts'],
  { amount, reference, date }: Expected,
): boolean {
  if (payInNamed(reference) === null) return true;
  return amount > 0n && clock.now() >= payInInstant(date);
}

function lineOf(kind: FileKind, side: Expected): string {
  const { account, date, amount, charge, reference, secondReference } = side;
  const line =
    kind === 'bank'
      ? [account, date, side.kind, amount, reference, secondReference]
      : [account, side.kind, reference, secondReference, amount, charge, date];
  return line.map(String).join(',');
}
