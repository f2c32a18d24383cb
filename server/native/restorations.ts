// Routes of the native API for operators: what the rail did and a restored backup does not know.
import { explainDifference } from '../../core/payment/look-back.ts';
import { accepted, type Outcome, refused, unfit } from '../../core/refusal.ts';
import { isoTime } from '../../core/time/instant.ts';
import { latestRestoration, type Restoration } from '../../storage/restoration.ts';
import {
  findFinding,
  listFindings,
  type RestorationFinding,
} from '../../storage/restoration-finding.ts';
import type { Parts } from '../parts.ts';
import { adoptCancel, voidApproval } from '../restoration/settle.ts';
import type { NativeRequest, NativeRoute } from './route.ts';
import { textSchema } from './schema.ts';

const page = 50;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const findingSchema = {
  type: 'object',
  required: [
    'id',
    'kind',
    'merchant',
    'tid',
    'requestId',
    'amount',
    'cancelled',
    'status',
    'sentence',
  ],
};

export const restorationRoutes: readonly NativeRoute[] = [
  {
    name: 'restorations.list',
    method: 'GET',
    path: '/v1/restorations',
    summary: 'The last backup that was put back, and what the rail did that it does not know.',
    role: 'operator',
    ids: ['cursor'],
    query: {
      type: 'object',
      additionalProperties: false,
      properties: { cursor: textSchema(200, 0) },
    },
    answer: {
      type: 'object',
      required: ['restoration', 'data', 'nextCursor'],
      properties: {
        restoration: { type: ['object', 'null'] },
        data: { type: 'array', items: findingSchema },
        nextCursor: { type: ['string', 'null'] },
      },
    },
    handle: list,
  },
  {
    name: 'restorations.void',
    method: 'POST',
    path: '/v1/restorations/:approval/void',
    summary: 'Undoes, at the rail, an approval that no payment stands for; again, it does nothing.',
    role: 'operator',
    ids: ['approval'],
    answer: findingSchema,
    handle: ({ parts, params }) => settle(parts, params.approval, voidApproval),
  },
  {
    name: 'restorations.adopt',
    method: 'POST',
    path: '/v1/restorations/:cancel/adopt',
    summary:
      'Takes a cancel that the rail has carried out into our books; nothing goes back again.',
    role: 'operator',
    ids: ['cancel'],
    answer: findingSchema,
    handle: ({ parts, params }) => settle(parts, params.cancel, adoptCancel),
  },
];

async function list({ parts, query }: NativeRequest): ReturnType<NativeRoute['handle']> {
  const cursor = query.cursor ?? '';
  if (cursor !== '' && !uuid.test(cursor)) {
    return refused(unfit('cursor', { is: 'malformed', expected: 'a cursor of an earlier page' }));
  }
  const { pool } = parts.store;
  const beforeId = cursor === '' ? null : cursor;
  const found = await listFindings(pool, { beforeId, limit: page + 1 });
  const shown = found.slice(0, page);
  const latest = await latestRestoration(pool);
  return accepted({
    status: 200,
    body: {
      restoration: latest === null ? null : restorationJson(latest),
      data: shown.map(findingJson),
      nextCursor: found.length > page ? (shown.at(-1)?.id ?? null) : null,
    },
  });
}

async function settle(
  parts: Parts,
  id: string | undefined,
  work: (parts: Parts, finding: RestorationFinding) => Promise<Outcome<RestorationFinding>>,
): ReturnType<NativeRoute['handle']> {
  const found = uuid.test(id ?? '') ? await findFinding(parts.store.pool, id ?? '') : null;
  if (found === null) return refused({ kind: 'no-rows' });
  const done = await work(parts, found);
  return done.ok ? accepted({ status: 200, body: findingJson(done.value) }) : done;
}

/** `endedAt` null: cancels wait until the rail has told everything. */
function restorationJson({ epoch, raisedAt, lookBackFrom, endedAt }: Restoration) {
  return {
    epoch,
    raisedAt: isoTime(raisedAt),
    lookBackFrom: isoTime(lookBackFrom),
    endedAt: endedAt === null ? null : isoTime(endedAt),
  };
}

function findingJson(finding: RestorationFinding) {
  const { id, epoch, kind, merchant, requestId, cancelId, tid, approvalNumber, status } = finding;
  const { amount, cancelled, settledAt } = finding;
  return {
    ...{ id, epoch, kind, merchant, tid, requestId, cancelId, approvalNumber, status },
    amount: Number(amount),
    cancelled: Number(cancelled),
    railAt: isoTime(finding.railAt),
    foundAt: isoTime(finding.foundAt),
    settledAt: settledAt === null ? null : isoTime(settledAt),
    sentence: explainDifference(finding, tid),
  };
}
