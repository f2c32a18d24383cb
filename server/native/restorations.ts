// Routes of the native API for operators: what the rail did and a restored backup does not know.
import { explainDifference } from '../../core/payment/look-back.ts';
import { accepted, type Outcome, refused } from '../../core/refusal.ts';
import { isoTime } from '../../core/time/instant.ts';
import { latestRestoration, type Restoration } from '../../storage/restoration.ts';
import {
  findFinding,
  listFindings,
  type RestorationFinding,
} from '../../storage/restoration-finding.ts';
import { countHeldSchedules, releaseRounds } from '../../storage/restoration-hold.ts';
import type { Parts } from '../parts.ts';
import { adoptCancel, voidApproval } from '../restoration/settle.ts';
import { nextCursorOf, readCursor } from './cursor.ts';
import type { NativeRequest, NativeRoute } from './route.ts';
import {
  anInteger,
  aText,
  cursorQuery,
  isId,
  objectOf,
  orNull,
  pageOf,
  textOrNull,
} from './schema.ts';

const page = 50;

const findingSchema = objectOf({
  ...{ id: aText, epoch: anInteger, kind: aText, merchant: aText, tid: textOrNull },
  ...{ requestId: aText, cancelId: textOrNull, approvalNumber: aText, status: aText },
  ...{ amount: anInteger, cancelled: anInteger, railAt: aText, foundAt: aText },
  ...{ settledAt: textOrNull, sentence: objectOf({ korean: aText, english: aText }) },
});

const restorationSchema = objectOf({
  ...{ epoch: anInteger, raisedAt: aText, lookBackFrom: aText, endedAt: textOrNull },
  heldSchedules: anInteger,
});

export const restorationRoutes: readonly NativeRoute[] = [
  {
    name: 'restorations.list',
    method: 'GET',
    path: '/v1/restorations',
    summary: 'The last backup that was put back, and what the rail did that it does not know.',
    role: 'operator',
    ids: ['cursor'],
    query: cursorQuery,
    answer: pageOf(findingSchema, { restoration: orNull(restorationSchema) }),
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
  {
    name: 'restorations.releaseSchedules',
    method: 'POST',
    path: '/v1/restorations/:epoch/release-schedules',
    summary: 'Lets schedules of before the last restoration charge again; again, it does nothing.',
    role: 'operator',
    ids: ['epoch'],
    answer: restorationSchema,
    handle: releaseSchedules,
  },
];

async function list({ parts, query }: NativeRequest): ReturnType<NativeRoute['handle']> {
  const sign = (id: string): string => parts.keys.signCursor(`findings ${id}`);
  const cursor = readCursor(query.cursor, sign);
  if (!cursor.ok) return cursor;
  const { pool } = parts.store;
  const found = await listFindings(pool, { beforeId: cursor.value, limit: page + 1 });
  const last = found.length > page ? found[page - 1]?.id : undefined;
  const latest = await latestRestoration(pool);
  return accepted({
    body: {
      restoration: latest === null ? null : await restorationJson(parts, latest),
      data: found.slice(0, page).map(findingJson),
      nextCursor: nextCursorOf(last, sign),
    },
  });
}

async function settle(
  parts: Parts,
  id: string | undefined,
  work: (parts: Parts, finding: RestorationFinding) => Promise<Outcome<RestorationFinding>>,
): ReturnType<NativeRoute['handle']> {
  const found = isId(id ?? '') ? await findFinding(parts.store.pool, id ?? '') : null;
  if (found === null) return refused({ kind: 'no-rows' });
  const done = await work(parts, found);
  return done.ok ? accepted({ body: findingJson(done.value) }) : done;
}

/** Of the last restoration only: who names an older one has not seen what is held now. */
async function releaseSchedules({ parts, params }: NativeRequest) {
  const { pool } = parts.store;
  const latest = await latestRestoration(pool);
  if (latest === null || String(latest.epoch) !== params.epoch) return refused({ kind: 'no-rows' });
  // Which of their rounds were charged already is not known yet.
  if (latest.endedAt === null) return refused({ kind: 'busy' });
  await releaseRounds(pool, latest.epoch);
  return accepted({ body: await restorationJson(parts, latest) });
}

/** `endedAt` null: cancels wait until the rail has told everything. */
async function restorationJson(
  { store }: Parts,
  { epoch, raisedAt, lookBackFrom, endedAt }: Restoration,
) {
  return {
    epoch,
    raisedAt: isoTime(raisedAt),
    lookBackFrom: isoTime(lookBackFrom),
    endedAt: endedAt === null ? null : isoTime(endedAt),
    heldSchedules: await countHeldSchedules(store.pool),
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
