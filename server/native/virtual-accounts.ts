// Routes of the native API on virtual accounts: issued to a buyer, listed, shown, closed.
import { won } from '../../core/money/won.ts';
import type { Caller } from '../../core/payment/approve.ts';
import type { PaymentId } from '../../core/payment/payment.ts';
import { accepted, type Outcome, refused, unfit } from '../../core/refusal.ts';
import {
  after,
  type BusinessDate,
  businessDate,
  dayMs,
  type Instant,
  isoTime,
  nextDay,
  startOfDay,
} from '../../core/time/instant.ts';
import { bankOf } from '../../rails/simulator/banks.ts';
import { listContracts } from '../../storage/contract-list.ts';
import { findAccount, listAccounts, type VirtualAccount } from '../../storage/virtual-account.ts';
import { withoutCardNumbers } from '../card-text.ts';
import { closeAccount } from '../settlement/close-account.ts';
import { issueForBuyer } from '../settlement/issue-account.ts';
import { nextCursorOf, readCursor } from './cursor.ts';
import { dayOf } from './day.ts';
import type { NativeRequest, NativeRoute } from './route.ts';
import {
  anInteger,
  aText,
  cursorQuery,
  idSchema,
  isId,
  listOf,
  objectOf,
  oneOf,
  pageOf,
  textOrNull,
  textSchema,
  wordsSchema,
} from './schema.ts';

const page = 50;
const usualBank = '088';

const accountFields = {
  id: aText,
  purpose: objectOf({ kind: oneOf(['payment', 'cancel']), payment: aText }, { cancel: aText }),
  bank: objectOf({ code: aText, name: aText }),
  ...{ number: textOrNull, holder: aText, amount: anInteger, state: aText },
  ...{ depositor: textOrNull, issuedAt: aText, expiresAt: aText, paidAt: textOrNull },
};

const accountSchema = objectOf(accountFields);

const depositSchema = objectOf({
  ...{ id: aText, at: aText, amount: anInteger, reversedAt: textOrNull },
});

/** Days from today for which a buyer may pay, where nothing else is asked. */
const usualDays = 7;
const mostDays = 90;

export const virtualAccountRoutes: readonly NativeRoute[] = [
  {
    name: 'virtual-accounts.list',
    method: 'GET',
    path: '/v1/virtual-accounts',
    summary: 'Accounts that were issued for deposits, newest first.',
    role: 'merchant',
    ids: ['cursor'],
    query: cursorQuery,
    answer: pageOf(accountSchema),
    handle: list,
  },
  {
    name: 'virtual-accounts.one',
    method: 'GET',
    path: '/v1/virtual-accounts/:account',
    summary: 'One account, with every deposit that was tried, also those the bank refused.',
    role: 'merchant',
    ids: ['account'],
    answer: objectOf({ ...accountFields, deposits: listOf(depositSchema) }),
    handle: one,
  },
  {
    name: 'virtual-accounts.create',
    status: 201,
    method: 'POST',
    path: '/v1/virtual-accounts',
    summary: 'An account that a buyer pays into; the payment waits for exactly this amount.',
    role: 'merchant',
    ids: ['contract', 'orderNumber'],
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['contract', 'orderNumber', 'amount', 'buyerName'],
      properties: {
        contract: idSchema,
        orderNumber: { ...textSchema(50), examples: ['ORDER-0001'] },
        amount: { type: 'integer', minimum: 1_000, maximum: 9_999_999_999 },
        buyerName: wordsSchema(20),
        goods: textSchema(40, 0),
        bank: { ...textSchema(3), examples: ['088'] },
        lastDay: textSchema(10),
      },
    },
    answer: objectOf({ ...accountFields, tid: aText, status: aText }),
    handle: create,
  },
  {
    name: 'virtual-accounts.close',
    method: 'POST',
    path: '/v1/virtual-accounts/:account/close',
    summary: 'Gives up an account before its time, unless the bank says that a deposit came first.',
    role: 'merchant',
    ids: ['account'],
    answer: accountSchema,
    handle: close,
  },
];

async function list({ parts, merchant, query }: NativeRequest): ReturnType<NativeRoute['handle']> {
  const sign = (id: string): string => parts.keys.signCursor(`${merchant.id} accounts ${id}`);
  const cursor = readCursor(query.cursor, sign);
  if (!cursor.ok) return cursor;
  const asked = { merchantId: merchant.id, beforeId: cursor.value, limit: page + 1 };
  const found = await listAccounts(parts.store.pool, asked);
  const last = found.length > page ? found[page - 1]?.id : undefined;
  const data = found.slice(0, page).map(accountJson);
  return accepted({ body: { data, nextCursor: nextCursorOf(last, sign) } });
}

async function one({ parts, merchant, params }: NativeRequest): ReturnType<NativeRoute['handle']> {
  const id = params.account ?? '';
  const key = { merchantId: merchant.id, id };
  const account = isId(id) ? await findAccount(parts.store.pool, key) : null;
  if (account === null) return refused({ kind: 'no-rows' });
  const deposits = (await parts.rail.depositsOf(account.id)).map((each) => ({
    ...each,
    amount: Number(each.amount),
    at: isoTime(each.at),
    reversedAt: each.reversedAt === null ? null : isoTime(each.reversedAt),
  }));
  return accepted({ body: { ...accountJson(account), deposits } });
}

async function create(request: NativeRequest): ReturnType<NativeRoute['handle']> {
  const { parts, merchant, body, workId } = request;
  const caller = await callerFor(request);
  if (caller === null) return refused({ kind: 'no-rows' });
  const orderNumber = orderNumberOf(String(body.orderNumber));
  if (!orderNumber.ok) return orderNumber;
  const bank = bankOf(String(body.bank ?? usualBank));
  if (bank === null) return refused(unfit('bank', { is: 'malformed', expected: 'a known bank' }));
  const lastDay = lastDayOf(parts.clock.now(), body.lastDay);
  if (!lastDay.ok) return lastDay;
  const text = (value: unknown) => withoutCardNumbers(String(value ?? ''));
  const asked = await issueForBuyer(parts, {
    ...{ caller, bank, expiresAt: startOfDay(nextDay(lastDay.value)), id: workId as PaymentId },
    purchase: {
      ...{ orderNumber: orderNumber.value, goods: { name: text(body.goods), code: '' } },
      ...{ amount: won(Number(body.amount)), tax: null, vatGiven: false, instalment: 0 },
      buyer: { name: text(body.buyerName), email: '', id: '', phone: '', address: '' },
      ...{ extras: ['', '', '', '', ''], billing: null, source: 'native virtual account' },
    },
  });
  if (!asked.ok) return asked;
  const key = { merchantId: merchant.id, id: asked.value.id };
  const account = await findAccount(parts.store.pool, key);
  if (account === null) return refused({ kind: 'result-unknown', of: 'approval' });
  const { tid, status } = asked.value;
  return accepted({ body: { ...accountJson(account), tid, status } });
}

/** Whichever credential of the contract stands first: the key of this API speaks for them all. */
async function callerFor({ parts, merchant, body }: NativeRequest): Promise<Caller | null> {
  const { clock, store, callers } = parts;
  const contracts = await listContracts(store.pool, merchant.id, clock.now());
  const contract = contracts.find(({ id }) => id === body.contract);
  const publicId = contract?.credentials[0]?.publicId;
  if (contract === undefined || publicId === undefined) return null;
  return callers.find(contract.dialect, publicId);
}

/** Invisible or edged with blanks, it would pass for another one (T5). */
function orderNumberOf(text: string): Outcome<string> {
  const isFit = text === text.trim() && !/[\p{Cf}\p{Zl}\p{Zp}]/u.test(text);
  if (isFit) return accepted(withoutCardNumbers(text));
  return refused(unfit('orderNumber', { is: 'malformed', expected: 'visible characters' }));
}

function lastDayOf(now: Instant, asked: unknown): Outcome<BusinessDate> {
  const today = businessDate(now);
  if (asked === undefined) return accepted(businessDate(after(now, usualDays * dayMs)));
  const day = dayOf(String(asked));
  if (day === null) {
    return refused(unfit('lastDay', { is: 'malformed', expected: 'a day, YYYY-MM-DD' }));
  }
  if (day >= today && day <= businessDate(after(now, mostDays * dayMs))) return accepted(day);
  const expected = `today or at most ${mostDays} days after it`;
  return refused(unfit('lastDay', { is: 'out-of-range', expected }));
}

async function close({
  parts,
  merchant,
  params,
}: NativeRequest): ReturnType<NativeRoute['handle']> {
  const id = params.account ?? '';
  if (!isId(id)) return refused({ kind: 'no-rows' });
  const closed = await closeAccount(parts, { merchantId: merchant.id, id });
  return closed.ok ? accepted({ body: accountJson(closed.value) }) : closed;
}

function purposeJson({ purpose, paymentId, id }: VirtualAccount) {
  return purpose === 'cancel'
    ? { kind: purpose, payment: paymentId, cancel: id }
    : { kind: purpose, payment: paymentId };
}

function accountJson(account: VirtualAccount) {
  const { id, bank, number, holder, amount, state, issuedAt, expiresAt, paidAt } = account;
  return {
    id,
    purpose: purposeJson(account),
    ...{ bank, number, holder, amount: Number(amount), state, depositor: account.depositor },
    ...{ issuedAt: isoTime(issuedAt), expiresAt: isoTime(expiresAt) },
    paidAt: paidAt === null ? null : isoTime(paidAt),
  };
}
