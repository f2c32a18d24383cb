// Routes of the native API on accounts that were issued for deposits.
import { accepted, refused, unfit } from '../../core/refusal.ts';
import { isoTime } from '../../core/time/instant.ts';
import { findAccount, listAccounts, type VirtualAccount } from '../../storage/virtual-account.ts';
import type { NativeRequest, NativeRoute } from './route.ts';
import { textSchema } from './schema.ts';

const page = 50;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const accountSchema = {
  type: 'object',
  required: ['id', 'purpose', 'bank', 'number', 'holder', 'amount', 'state', 'expiresAt'],
};

export const virtualAccountRoutes: readonly NativeRoute[] = [
  {
    name: 'virtual-accounts.list',
    method: 'GET',
    path: '/v1/virtual-accounts',
    summary: 'Accounts that were issued for deposits, newest first.',
    role: 'merchant',
    ids: ['cursor'],
    query: {
      type: 'object',
      additionalProperties: false,
      properties: { cursor: textSchema(200, 0) },
    },
    answer: {
      type: 'object',
      required: ['data', 'nextCursor'],
      properties: {
        data: { type: 'array', items: accountSchema },
        nextCursor: { type: ['string', 'null'] },
      },
    },
    handle: list,
  },
  {
    name: 'virtual-accounts.one',
    method: 'GET',
    path: '/v1/virtual-accounts/:account',
    summary: 'One account, with every deposit that was tried, also those the bank refused.',
    role: 'merchant',
    ids: ['account'],
    answer: accountSchema,
    handle: one,
  },
];

async function list({ parts, merchant, query }: NativeRequest): ReturnType<NativeRoute['handle']> {
  const cursor = query.cursor ?? '';
  if (cursor !== '' && !uuid.test(cursor)) {
    return refused(unfit('cursor', { is: 'malformed', expected: 'a cursor of an earlier page' }));
  }
  const beforeId = cursor === '' ? null : cursor;
  const asked = { merchantId: merchant.id, beforeId, limit: page + 1 };
  const found = await listAccounts(parts.store.pool, asked);
  const shown = found.slice(0, page);
  const nextCursor = found.length > page ? (shown.at(-1)?.id ?? null) : null;
  return accepted({ status: 200, body: { data: shown.map(accountJson), nextCursor } });
}

async function one({ parts, merchant, params }: NativeRequest): ReturnType<NativeRoute['handle']> {
  const id = params.account ?? '';
  const key = { merchantId: merchant.id, id };
  const account = uuid.test(id) ? await findAccount(parts.store.pool, key) : null;
  if (account === null) return refused({ kind: 'no-rows' });
  const deposits = (await parts.rail.depositsOf(account.id)).map((each) => ({
    ...each,
    amount: Number(each.amount),
    at: isoTime(each.at),
  }));
  return accepted({ status: 200, body: { ...accountJson(account), deposits } });
}

function accountJson(account: VirtualAccount) {
  const { id, bank, number, holder, amount, state, issuedAt, expiresAt, paidAt } = account;
  return {
    id,
    purpose: { kind: 'cancel', payment: account.paymentId, cancel: id },
    ...{ bank, number, holder, amount: Number(amount), state, depositor: account.depositor },
    ...{ issuedAt: isoTime(issuedAt), expiresAt: isoTime(expiresAt) },
    paidAt: paidAt === null ? null : isoTime(paidAt),
  };
}
